using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Api.Syntax;

/// <summary>The values that a token to issue has, in bodies and as flags.</summary>
internal static class TokenSyntax
{
    public static readonly NameSyntax Names = new(64);
    public static readonly TenantSyntax Tenants = new();
    public static readonly DurationSyntax Validities = new(TokenDraft.ShortestValidity, TokenDraft.LongestValidity);
    public static readonly DurationSyntax Overlaps = new(TimeSpan.Zero, TokenDraft.LongestOverlap);
    public static readonly ChoiceSyntax<TokenRole> Roles = new([.. Enum.GetValues<TokenRole>().Select(role => (role.Word(), role))]);

    /// <summary>The words of all roles.</summary>
    public static string RoleWords { get; } = string.Join(", ", Enum.GetValues<TokenRole>().Select(role => role.Word()));
}
