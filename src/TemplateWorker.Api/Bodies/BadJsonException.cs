namespace TemplateWorker.Api.Bodies;

/// <summary>The content of a body is not valid. <see cref="JsonBody"/> turns it into a problem.</summary>
internal sealed class BadJsonException(string message, int offset) : Exception(message)
{
    /// <summary>The byte at fault, from 0.</summary>
    public int Offset { get; } = offset;
}
