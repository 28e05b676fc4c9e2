using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Api.Tokens;

/// <summary>Lists, issues, replaces and revokes tokens. This server knows of a change before it answers, the others are notified.</summary>
internal sealed partial class TokensEndpoint(TokenStore store, IssuedTokens issued, TimeProvider time, ILogger<TokensEndpoint> logger)
{
    public const string Tenant = "tenant";
    public const string After = "after";
    public const string Limit = "limit";

    public Task<Reply> ListAsync(ApiCall call)
    {
        var query = call.Query(Tenant, After, Limit);
        return ListAsync(call, query, query.Tenant(Tenant));
    }

    public Task<Reply> ListOfTenantAsync(ApiCall call) => ListAsync(call, call.Query(After, Limit), call.Tenant);

    public Task<Reply> CreateAsync(ApiCall call) => CreateAsync(call, null);

    public Task<Reply> CreateForTenantAsync(ApiCall call) => CreateAsync(call, call.Tenant);

    public async Task<Reply> RevokeAsync(ApiCall call)
    {
        var (prefix, problem) = call.OnlySegment(ApiPaths.Token);
        if (problem is not null)
        {
            return problem;
        }

        var outcome = TokenText.IsPrefix(prefix) ? await store.RevokeAsync(call.Actor, prefix, CancellationToken.None) : TokenRevocation.NotFound;
        if (outcome == TokenRevocation.NotFound)
        {
            return Unknown(prefix);
        }

        await issued.ReadAsync([prefix], CancellationToken.None);
        if (outcome == TokenRevocation.Revoked)
        {
            Log.Revoked(logger, prefix, call.Caller.Name);
        }

        return NoContent.Instance;
    }

    public async Task<Reply> RotateAsync(ApiCall call)
    {
        var (prefix, problem) = call.OnlySegment(ApiPaths.Token);
        if (problem is not null)
        {
            return problem;
        }

        var (upload, bodyProblem) = await call.ReadBodyAsync(TokenUpload.Limit, TokenUpload.ParseRotate);
        if (bodyProblem is not null)
        {
            return bodyProblem;
        }

        var (rotation, rotationProblem) = upload.ToRotation();
        if (rotationProblem is not null)
        {
            return rotationProblem;
        }

        if (!TokenText.IsPrefix(prefix))
        {
            return Unknown(prefix);
        }

        var outcome = await store.RotateAsync(call.Actor, prefix, rotation.Overlap, rotation.ValidFor, CancellationToken.None);
        if (outcome is TokenOutcome.Done { Issued.Token: var successor })
        {
            Log.Rotated(logger, prefix, successor.Prefix, call.Caller.Name);
        }

        return await AnswerAsync(prefix, outcome);
    }

    private static Problem Unknown(string prefix) => new(ProblemKinds.UnknownToken, $"There is no token '{Problem.Shown(prefix)}'.");

    private async Task<Reply> ListAsync(ApiCall call, QueryParameters query, TenantId? tenant)
    {
        var (after, limit) = (query.Text(After) ?? "", query.Integer(Limit, 1, TokenStore.MaxPage, 100));
        if (after.Length > 0 && !TokenText.IsPrefix(after))
        {
            query.Refuse(Problem.BrokenRule(After, after, "must be the next_after of the previous page"));
        }

        return query.Problem is { } problem
            ? problem
            : Reply.Ok(
                TokenAnswers.Page(await store.ListAsync(tenant, after, limit, call.Aborted), limit, time.GetUtcNow()), TokensJson.Default.TokenPageAnswer);
    }

    private async Task<Reply> CreateAsync(ApiCall call, TenantId? tenant)
    {
        if (call.UnknownQuery is { } unknown)
        {
            return unknown;
        }

        var (upload, bodyProblem) = await call.ReadBodyAsync(TokenUpload.Limit, TokenUpload.ParseIssue);
        if (bodyProblem is not null)
        {
            return bodyProblem;
        }

        var (draft, problem) = upload.ToDraft(tenant);
        if (problem is not null)
        {
            return problem;
        }

        var outcome = await store.CreateAsync(call.Actor, draft, CancellationToken.None);
        if (outcome is TokenOutcome.Done { Issued.Token: var token })
        {
            Log.Issued(logger, token.Prefix, token.Name, token.Role.Word(), call.Caller.Name);
        }

        return await AnswerAsync("", outcome);
    }

    private async Task LearnAsync(params string[] prefixes)
    {
        try
        {
            await issued.ReadAsync(prefixes, CancellationToken.None);
        }
        catch (StorageException)
        {
            // The token is stored, and its text is known here alone: it is answered all the same. The refresh, which was notified and logs such
            // a failure, reads the token as soon as it can.
        }
    }

    private async Task<Reply> AnswerAsync(string prefix, TokenOutcome outcome)
    {
        switch (outcome)
        {
            case TokenOutcome.Done(var done):
                await LearnAsync(prefix, done.Token.Prefix);
                return Reply.Created(TokenAnswers.New(done, time.GetUtcNow()), TokensJson.Default.NewTokenAnswer);
            case TokenOutcome.TooMany(var limit):
                return new Problem(
                    ProblemKinds.TooManyTokens, $"There are {limit} tokens that are not revoked, as many as there may be. Revoke one first.",
                    new ProblemMember("limit", limit));
            case TokenOutcome.Ended:
                return new Problem(ProblemKinds.TokenEnded, $"The token '{prefix}' was revoked or has expired, so it cannot be replaced. Create another one.");
            default:
                return Unknown(prefix);
        }
    }
}
