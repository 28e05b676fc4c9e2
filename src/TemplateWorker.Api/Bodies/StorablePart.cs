namespace TemplateWorker.Api.Bodies;

/// <summary>Checks a value inside a body as <see cref="StorableJson"/> does, and names places in the whole body.</summary>
internal static class StorablePart
{
    /// <exception cref="BadJsonException">The value cannot be stored.</exception>
    public static void Require(ReadOnlySpan<byte> utf8, Range part)
    {
        try
        {
            StorableJson.Require(utf8[part]);
        }
        catch (BadJsonException exception)
        {
            throw new BadJsonException(exception.Message, part.Start.Value + exception.Offset);
        }
    }
}
