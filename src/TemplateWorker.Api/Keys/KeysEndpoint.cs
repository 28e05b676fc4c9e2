using System.Text;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Api.Keys;

/// <summary>Reads and writes a tenant's keys from outside of runs.</summary>
internal sealed class KeysEndpoint(KeyValueStore store, LimitOptions limits, QuotaWarnings warnings)
{
    /// <summary>Pages that are read or written as JSON at a time; each holds its values several times over.</summary>
    private const int MaxPagesAtOnce = 2;

    /// <summary>Of the process, whose memory it bounds.</summary>
    private static readonly SemaphoreSlim Pages = new(MaxPagesAtOnce);

    public async Task<Reply> GetAsync(ApiCall call)
    {
        var (name, problem) = KeyParameters.Name(call, limits.For(call.Tenant));
        if (problem is not null)
        {
            return problem;
        }

        return await store.GetAsync(call.Tenant, name, call.Aborted) is { } record ? One(record) : Unknown(call.Tenant, name);
    }

    public async Task<Reply> PutAsync(ApiCall call)
    {
        var tenantLimits = limits.For(call.Tenant);
        var (name, nameProblem) = KeyParameters.Name(call, tenantLimits, KeyParameters.Ttl);
        var (ttl, ttlProblem) = KeyParameters.ReadTtl(call);
        if ((nameProblem ?? ttlProblem) is { } refusal)
        {
            return refusal;
        }

        var (json, bodyProblem) = await call.ReadBodyAsync(new BodyLimit("limits.value", tenantLimits.ValueBytes), ParseValue);
        return bodyProblem ?? Written(call.Tenant, await store.PutAsync(call.Tenant, name, json, ttl, tenantLimits, call.Aborted));
    }

    public async Task<Reply> DeleteAsync(ApiCall call)
    {
        var (name, problem) = KeyParameters.Name(call, limits.For(call.Tenant));
        if (problem is not null)
        {
            return problem;
        }

        return await store.DeleteAsync(call.Tenant, name, call.Aborted) ? NoContent.Instance : Unknown(call.Tenant, name);
    }

    public async Task<Reply> ListAsync(ApiCall call)
    {
        var (range, problem) = KeyParameters.Range(call, limits.For(call.Tenant));
        if (problem is not null)
        {
            return problem;
        }

        await Pages.WaitAsync(call.Aborted);
        Reply? reply = null;
        try
        {
            // One more than asked for tells whether there is a next page.
            var listing = await store.ListAsync(call.Tenant, range with { Limit = range.Limit + 1 }, call.Aborted);
            var page = listing.Records.Take(range.Limit).Select(ToAnswer).ToArray();
            var answer = new KeyPageAnswer(page, listing.IsCut || listing.Records.Count > range.Limit ? page[^1].Key : null);
            return reply = new PageReply(answer, () => Pages.Release());
        }
        finally
        {
            if (reply is null)
            {
                Pages.Release();
            }
        }
    }

    private static string ParseValue(ReadOnlyMemory<byte> utf8)
    {
        StorableJson.Require(utf8.Span);
        return Encoding.UTF8.GetString(utf8.Span);
    }

    private static Reply One(KeyRecord record) =>
        Reply.Ok(ToAnswer(record), KeysJson.Default.KeyAnswer);

    private static KeyAnswer ToAnswer(KeyRecord record) => new()
    {
        Key = record.Name.Key,
        Scopes = record.Name.Scopes.Names,
        Value = new RawJson(record.Json),
        CreatedAt = record.CreatedAt,
        UpdatedAt = record.UpdatedAt,
        ExpiresAt = record.ExpiresAt,
    };

    private static Problem Unknown(TenantId tenant, KeyName name)
    {
        var scopes = name.Scopes.Names.Count == 0 ? "without scopes" : $"under the scopes {string.Join(", ", name.Scopes.Names)}";
        return new Problem(ProblemKinds.UnknownKey, $"{tenant} has no key '{name.Key}' {scopes}.");
    }

    private Reply Written(TenantId tenant, PutOutcome outcome)
    {
        switch (outcome)
        {
            case PutOutcome.Stored stored:
                warnings.Note(tenant, stored.Neared);
                return One(stored.Record);
            case PutOutcome.OverQuota(var use):
                return new Problem(
                    ProblemKinds.QuotaExceeded, $"{use.Explanation} Nothing was stored.",
                    new ProblemMember("quota", use.Name), new ProblemMember("used", use.Used), new ProblemMember("limit", use.Limit));
            default:
                throw new InvalidOperationException($"{outcome.GetType().Name} has no answer.");
        }
    }
}
