namespace TemplateWorker.Http.Bodies;

/// <summary>The body of an event: <c>{"name": …, "data": …}</c>.</summary>
/// <param name="Name">Null when it is missing. Not checked here.</param>
/// <param name="Data">The payload's own bytes inside the body; <c>null</c> in JSON when it is missing.</param>
internal readonly record struct EventEnvelope(string? Name, ReadOnlyMemory<byte> Data)
{
    /// <summary>What the body may have beside the payload: the longest name, every character escaped, and white space.</summary>
    public const int MaxBytes = 4 << 10;

    private static readonly string[] Members = ["name", "data"];
    private static readonly byte[] NoData = "null"u8.ToArray();

    public static EventEnvelope Parse(ReadOnlyMemory<byte> utf8)
    {
        var reader = new JsonBodyReader(utf8.Span, levels: 1);
        reader.ReadObject("The body");
        string? name = null;
        ReadOnlyMemory<byte> data = NoData;
        while (reader.ReadMember(Members) is var member and >= 0)
        {
            if (member == 0)
            {
                name = reader.ReadString("name");
            }
            else
            {
                data = utf8[reader.ReadValue()];
            }
        }

        return new EventEnvelope(name, data);
    }
}
