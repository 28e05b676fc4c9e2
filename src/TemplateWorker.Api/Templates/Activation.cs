using TemplateWorker.Api.Bodies;

namespace TemplateWorker.Api.Templates;

/// <summary>The body that makes a version active: <c>{"version": 3}</c>.</summary>
/// <param name="Version">Null when it is missing. Not checked here.</param>
internal readonly record struct Activation(int? Version)
{
    /// <summary>The bound of the body.</summary>
    public static readonly BodyLimit Limit = new("a fixed limit", 1 << 10);

    private static readonly string[] Members = ["version"];

    public static Activation Parse(ReadOnlyMemory<byte> utf8)
    {
        var reader = new JsonBodyReader(utf8.Span, levels: 1);
        reader.ReadObject("The body");
        int? version = null;
        while (reader.ReadMember(Members) >= 0)
        {
            version = reader.ReadInt32("version");
        }

        return new Activation(version);
    }
}
