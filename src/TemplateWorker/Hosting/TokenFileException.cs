namespace TemplateWorker.Hosting;

/// <summary>The file with the supervisor's own token cannot be used; the message names the file, the cause and the remedy.</summary>
internal sealed class TokenFileException(string message, Exception? innerException = null) : Exception(message, innerException);
