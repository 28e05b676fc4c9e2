using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage.Tenants;

namespace TemplateWorker.Api.Tenants;

/// <summary>The body of a suspension.</summary>
/// <param name="Reason">Null when it is missing.</param>
/// <param name="Until">Null when it is missing.</param>
internal readonly record struct SuspensionUpload(string? Reason, string? Until)
{
    public static readonly BodyLimit Limit = new("a suspension", 4 << 10);

    private static readonly string[] Members = ["reason", "until"];
    private static readonly TimeSyntax Times = new();

    public static SuspensionUpload Parse(ReadOnlyMemory<byte> utf8)
    {
        var reader = new JsonBodyReader(utf8.Span, levels: 1);
        reader.ReadObject("The body");
        var upload = default(SuspensionUpload);
        while (reader.ReadMember(Members) is var member and >= 0)
        {
            var text = reader.ReadString(Members[member]);
            upload = member == 0 ? upload with { Reason = text } : upload with { Until = text };
        }

        return upload;
    }

    /// <summary>Reason and end, when they obey all rules.</summary>
    public Checked<(string Reason, DateTimeOffset? Until)> Check(DateTimeOffset now)
    {
        if (Reason is null)
        {
            return Problem.MissingParameter("reason", Suspension.ReasonFault("")!);
        }

        if (Suspension.ReasonFault(Reason) is { } rule)
        {
            return Problem.BrokenRule("reason", Reason, rule);
        }

        if (Until is null)
        {
            return (Reason, (DateTimeOffset?)null);
        }

        var (until, fault) = Times.Parse(Until);
        return fault is not null ? Problem.InvalidParameter("until", Until, $"until {fault}.")
            : until <= now ? Problem.BrokenRule("until", Until, "must be in the future")
            : (Reason, (DateTimeOffset?)until);
    }
}
