using System.Text.Json;
using TemplateWorker.Api.Tokens;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Administration;

/// <summary>Issues, lists, replaces and revokes tokens.</summary>
internal sealed class TokenCommands(TokenStore store, Actor by, TimeProvider time)
{
    private static readonly string[] Columns = ["prefix", "name", "role", "tenant", "state", "created", "expires", "last used"];

    public async Task<Report> ListAsync(TenantId? tenant, string after, int limit, CancellationToken cancellationToken)
    {
        var page = TokenAnswers.Page(await store.ListAsync(tenant, after, limit, cancellationToken), limit, time.GetUtcNow());
        var table = TextTable.Of(Columns, page.Items.Select(Row));
        return new Report.Done(JsonSerializer.Serialize(page, TokensJson.Default.TokenPageAnswer), Page.Of(table, page.Items.Count, page.NextAfter));
    }

    public async Task<Report> CreateAsync(TokenDraft draft, CancellationToken cancellationToken) =>
        Issued("", await store.CreateAsync(by, draft, cancellationToken));

    public async Task<Report> RotateAsync(string prefix, TimeSpan overlap, TimeSpan? validFor, CancellationToken cancellationToken) =>
        Issued(prefix, await store.RotateAsync(by, prefix, overlap, validFor, cancellationToken));

    public async Task<Report> RevokeAsync(string prefix, CancellationToken cancellationToken) => await store.RevokeAsync(by, prefix, cancellationToken) switch
    {
        TokenRevocation.Revoked => new Report.Done("{}", $"{prefix} revoked"),
        TokenRevocation.Unchanged => new Report.Done("{}", $"{prefix} was revoked before"),
        _ => Unknown(prefix),
    };

    private static Report.Refused Unknown(string prefix) => new($"there is no token '{prefix}'; tokens list shows all");

    private Report Issued(string prefix, TokenOutcome outcome)
    {
        switch (outcome)
        {
            case TokenOutcome.Done(var done):
                var answer = TokenAnswers.New(done, time.GetUtcNow());
                var text = TextTable.Fields(
                    ("token", answer.Token), ("prefix", answer.Issued.Prefix), ("name", answer.Issued.Name), ("role", answer.Issued.Role),
                    ("tenant", answer.Issued.Tenant), ("expires", Cell.Of(answer.Issued.ExpiresAt)));
                return new Report.Done(
                    JsonSerializer.Serialize(answer, TokensJson.Default.NewTokenAnswer), $"{text}\n\nThe token is shown this once. Keep it where secrets are kept.");
            case TokenOutcome.TooMany(var limit):
                return new Report.Refused($"there are {limit} tokens that are not revoked, as many as there may be; revoke one first");
            case TokenOutcome.Ended:
                return new Report.Refused($"the token '{prefix}' was revoked or has expired, so it cannot be replaced; create another one");
            default:
                return Unknown(prefix);
        }
    }

    private static string?[] Row(TokenAnswer token) =>
    [
        token.Prefix, token.Name, token.Role, token.Tenant ?? "all", token.State, Cell.Of(token.CreatedAt), Cell.Of(token.ExpiresAt), Cell.Of(token.LastUsedAt),
    ];
}
