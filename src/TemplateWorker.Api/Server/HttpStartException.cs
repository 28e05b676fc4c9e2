namespace TemplateWorker.Api.Server;

/// <summary>The server cannot listen where it should; the message names the setting and says why.</summary>
internal sealed class HttpStartException(string message, Exception innerException) : Exception(message, innerException);
