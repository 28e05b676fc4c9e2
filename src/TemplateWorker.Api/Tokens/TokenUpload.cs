using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Api.Tokens;

/// <summary>The body of a token to issue, and of one to replace.</summary>
internal sealed record TokenUpload
{
    public static readonly BodyLimit Limit = new("a token", 4 << 10);

    private static readonly string[] IssueMembers = ["name", "role", "tenant", "expires_in"];
    private static readonly string[] RotateMembers = ["overlap", "expires_in"];

    private string? Name { get; init; }

    private string? Role { get; init; }

    private string? Tenant { get; init; }

    private string? Overlap { get; init; }

    private string? ExpiresIn { get; init; }

    public static TokenUpload ParseIssue(ReadOnlyMemory<byte> utf8) => Parse(utf8, IssueMembers);

    public static TokenUpload ParseRotate(ReadOnlyMemory<byte> utf8) => Parse(utf8, RotateMembers);

    /// <summary>The token to issue, when it obeys all rules.</summary>
    /// <param name="tenant">The tenant of the path; null on a route without one.</param>
    public Checked<TokenDraft> ToDraft(TenantId? tenant)
    {
        if (Name is null)
        {
            return Problem.MissingParameter("name", "must be a text");
        }

        var (name, nameFault) = TokenSyntax.Names.Parse(Name);
        if (nameFault is not null)
        {
            return Problem.InvalidParameter("name", Name, $"name {nameFault}.");
        }

        if ((Role ?? (tenant is null ? null : TokenRole.Tenant.Word())) is not { } word)
        {
            return Problem.MissingParameter("role", $"must be one of {TokenSyntax.RoleWords}");
        }

        if (TokenRoles.Parse(word) is not { } role)
        {
            return Problem.BrokenRule("role", word, $"must be one of {TokenSyntax.RoleWords}");
        }

        var (owner, ownerFault) = Tenant is null ? default : TokenSyntax.Tenants.Parse(Tenant);
        if (ownerFault is not null)
        {
            return Problem.InvalidParameter("tenant", Tenant!, $"tenant {ownerFault}.");
        }

        if (tenant is not null && owner is not null && owner != tenant)
        {
            return Problem.BrokenRule("tenant", Tenant!, $"must be {tenant}, as in the path");
        }

        var (validFor, problem) = Duration("expires_in", ExpiresIn, TokenSyntax.Validities);
        var draft = new TokenDraft(name, role, owner ?? tenant, validFor);
        return problem is not null ? problem
            : draft.TenantFault is { } fault ? Problem.InvalidParameter("tenant", draft.Tenant?.ToString() ?? "", $"tenant {fault}.")
            : draft;
    }

    /// <summary>How a token is replaced, when the body obeys all rules.</summary>
    public Checked<(TimeSpan Overlap, TimeSpan? ValidFor)> ToRotation()
    {
        var (overlap, overlapProblem) = Duration("overlap", Overlap, TokenSyntax.Overlaps);
        var (validFor, problem) = Duration("expires_in", ExpiresIn, TokenSyntax.Validities);
        return (overlapProblem ?? problem) is { } refusal ? refusal : (overlap ?? TokenDraft.DefaultOverlap, validFor);
    }

    private static Checked<TimeSpan?> Duration(string member, string? text, DurationSyntax syntax)
    {
        if (text is null)
        {
            return (TimeSpan?)null;
        }

        var (value, fault) = syntax.Parse(text);
        return fault is null ? value : Problem.InvalidParameter(member, text, $"{member} {fault}.");
    }

    private static TokenUpload Parse(ReadOnlyMemory<byte> utf8, string[] members)
    {
        var reader = new JsonBodyReader(utf8.Span, levels: 1);
        reader.ReadObject("The body");
        var upload = new TokenUpload();
        while (reader.ReadMember(members) is var member and >= 0)
        {
            var text = reader.ReadString(members[member]);
            upload = members[member] switch
            {
                "name" => upload with { Name = text },
                "role" => upload with { Role = text },
                "tenant" => upload with { Tenant = text },
                "overlap" => upload with { Overlap = text },
                _ => upload with { ExpiresIn = text },
            };
        }

        return upload;
    }
}
