using System.Text.Json.Nodes;
using Npgsql;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Tokens;

/// <summary>The tokens that were issued. What changes one is in the audit log, in the same transaction. Safe for concurrent use.</summary>
public sealed class TokenStore(Database database)
{
    /// <summary>The most tokens that are not revoked: each supervisor has the valid ones in its memory.</summary>
    public const int MaxTokens = 100_000;

    /// <summary>The most tokens of one page.</summary>
    public const int MaxPage = 1_000;

    private readonly AuditLog _audit = new(database);

    /// <summary>A page of tokens by prefix, those that have ended included. A full page means that there may be more.</summary>
    /// <param name="tenant">Only its tokens; null for all.</param>
    /// <param name="after">Only prefixes behind this one; empty for all.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<IssuedToken>> ListAsync(TenantId? tenant, string after, int limit, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ListTokens.ExecuteAsync(connection, tenant, after, limit, token), cancellationToken);

    /// <summary>Issues a token, whose text is in the outcome and nowhere else.</summary>
    /// <param name="by">Who does it.</param>
    /// <param name="draft">Checked by the caller.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<TokenOutcome> CreateAsync(Actor by, TokenDraft draft, CancellationToken cancellationToken) => CreateAsync(by, draft, MaxTokens, cancellationToken);

    /// <summary>Makes a token invalid.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<TokenRevocation> RevokeAsync(Actor by, string prefix, CancellationToken cancellationToken)
    {
        var revocation = await _audit.ChangeAsync(
            by,
            (transaction, token) => transaction.UseAsync((connection, stop) => RevokeAsync(connection, prefix, stop), token),
            done => done is { Outcome: TokenRevocation.Revoked, Before: { } before, After: { } after } ? Entry("tokens.revoke", before, after) : null,
            cancellationToken);
        return revocation.Outcome;
    }

    /// <summary>Issues a token with the name, the role and the tenant of another one, which stays valid for some time.</summary>
    /// <param name="by">Who does it.</param>
    /// <param name="prefix">Of the one that is replaced.</param>
    /// <param name="overlap">How long both are valid, unless the old one ends sooner by itself; 0 to <see cref="TokenDraft.LongestOverlap"/>.</param>
    /// <param name="validFor">How long the new one is valid; null for as long as the old one was to be from its beginning.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<TokenOutcome> RotateAsync(Actor by, string prefix, TimeSpan overlap, TimeSpan? validFor, CancellationToken cancellationToken)
    {
        var rotation = await _audit.ChangeAsync(
            by,
            (transaction, token) => transaction.UseAsync((connection, stop) => RotateAsync(connection, prefix, overlap, validFor, stop), token),
            done => done is { Outcome: TokenOutcome.Done(var issued), Before: { } before, After: { } after }
                ? Entry("tokens.rotate", before, after) with { After = With(State(after), "replaced_by", State(issued.Token)) }
                : null,
            cancellationToken);
        return rotation.Outcome;
    }

    /// <summary>The valid tokens among those with these prefixes, with their hashes.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<ValidToken>> ReadValidAsync(IReadOnlyCollection<string> prefixes, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadValidTokens.ExecuteAsync(connection, prefixes, token), cancellationToken);

    /// <summary>A page of the valid tokens by prefix, with their hashes. A full page means that there may be more.</summary>
    /// <param name="after">Only prefixes behind this one; empty for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<ValidToken>> ReadValidAsync(string after, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadValidTokens.ExecuteAsync(connection, after, MaxPage, token), cancellationToken);

    /// <summary>Writes when tokens were last used.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task NoteUsesAsync(IReadOnlyCollection<(string Prefix, DateTimeOffset At)> uses, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => NoteTokenUses.ExecuteAsync(connection, uses, token), cancellationToken);

    /// <summary>Removes tokens that ended longer ago than this.</summary>
    /// <param name="after">How long ago.</param>
    /// <param name="batch">The most that are removed; as many mean that there may be more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were removed.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<int> RemoveEndedAsync(TimeSpan after, int batch, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => RemoveEndedTokens.ExecuteAsync(connection, after, batch, token), cancellationToken);

    internal Task<TokenOutcome> CreateAsync(Actor by, TokenDraft draft, int most, CancellationToken cancellationToken) => _audit.ChangeAsync<TokenOutcome>(
        by,
        (transaction, token) => transaction.UseAsync<TokenOutcome>(
            async (connection, stop) => await InsertToken.ExecuteAsync(connection, draft, most, stop) is { } issued
                ? new TokenOutcome.Done(issued)
                : new TokenOutcome.TooMany(most),
            token),
        outcome => outcome is TokenOutcome.Done done ? Entry("tokens.create", null, done.Issued.Token) : null,
        cancellationToken);

    private static async Task<Change<TokenRevocation>> RevokeAsync(NpgsqlConnection connection, string prefix, CancellationToken cancellationToken)
    {
        if (await FindToken.ExecuteAsync(connection, prefix, cancellationToken) is not var (before, _))
        {
            return new(TokenRevocation.NotFound, null, null);
        }

        return before.RevokedAt is null
            ? new(TokenRevocation.Revoked, before, await EndToken.RevokeAsync(connection, prefix, cancellationToken))
            : new(TokenRevocation.Unchanged, before, before);
    }

    private static async Task<Change<TokenOutcome>> RotateAsync(
        NpgsqlConnection connection, string prefix, TimeSpan overlap, TimeSpan? validFor, CancellationToken cancellationToken)
    {
        if (await FindToken.ExecuteAsync(connection, prefix, cancellationToken) is not var (before, isValid))
        {
            return new(new TokenOutcome.Unknown(), null, null);
        }

        if (!isValid)
        {
            return new(new TokenOutcome.Ended(), before, before);
        }

        var draft = new TokenDraft(before.Name, before.Role, before.Tenant, validFor ?? before.ExpiresAt - before.CreatedAt);
        return await InsertToken.ExecuteAsync(connection, draft, MaxTokens, cancellationToken) is { } issued
            ? new(new TokenOutcome.Done(issued), before, await EndToken.ReplaceAsync(connection, prefix, overlap, cancellationToken))
            : new(new TokenOutcome.TooMany(MaxTokens), before, before);
    }

    private static AuditEntry Entry(string action, IssuedToken? before, IssuedToken after) => new()
    {
        Action = action,
        Tenant = after.Tenant,
        Subject = after.Prefix,
        Before = before is null ? null : State(before),
        After = State(after),
    };

    private static JsonObject State(IssuedToken token) => new()
    {
        ["prefix"] = token.Prefix,
        ["name"] = token.Name,
        ["role"] = token.Role.Word(),
        ["expires_at"] = token.ExpiresAt,
        ["revoked_at"] = token.RevokedAt,
    };

    private static JsonObject With(JsonObject state, string name, JsonObject value)
    {
        state[name] = value;
        return state;
    }

    /// <summary>What was done to a token.</summary>
    private sealed record Change<TOutcome>(TOutcome Outcome, IssuedToken? Before, IssuedToken? After);
}
