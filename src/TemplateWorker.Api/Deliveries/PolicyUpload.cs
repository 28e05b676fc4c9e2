using TemplateWorker.Api.Bodies;

namespace TemplateWorker.Api.Deliveries;

/// <summary>The body of a retry policy; what is missing is null. Only the form is checked here.</summary>
internal readonly record struct PolicyUpload(int? MaxAttempts, string? BackoffBase, string? BackoffCap, string? OnExhausted)
{
    /// <summary>The bound of the body.</summary>
    public static readonly BodyLimit Limit = new("a fixed limit", 1 << 10);

    private static readonly string[] Members = ["max_attempts", "backoff_base", "backoff_cap", "on_exhausted"];

    public static PolicyUpload Parse(ReadOnlyMemory<byte> utf8)
    {
        var reader = new JsonBodyReader(utf8.Span, levels: 1);
        reader.ReadObject("The body");
        var upload = default(PolicyUpload);
        while (reader.ReadMember(Members) is var member and >= 0)
        {
            upload = member switch
            {
                0 => upload with { MaxAttempts = reader.ReadInt32(Members[0]) },
                1 => upload with { BackoffBase = reader.ReadString(Members[1]) },
                2 => upload with { BackoffCap = reader.ReadString(Members[2]) },
                _ => upload with { OnExhausted = reader.ReadString(Members[3]) },
            };
        }

        return upload;
    }
}
