namespace TemplateWorker.Api.Server;

/// <summary>The server cannot listen on its address; the message names the setting and the cause.</summary>
internal sealed class HttpStartException(string message, Exception innerException) : Exception(message, innerException);
