namespace TemplateWorker.Api.Bodies;

/// <summary>A body is not what it should be. Thrown where it is read and caught where the whole of it was to be read.</summary>
internal sealed class BadJsonException(string message, int offset) : Exception(message)
{
    /// <summary>The byte at fault, from 0.</summary>
    public int Offset { get; } = offset;
}
