using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Api.Tenants;

/// <summary>Shows what a tenant keeps.</summary>
internal sealed class UsageEndpoint(UsageStore store, LimitOptions limits)
{
    public async Task<Reply> GetAsync(ApiCall call)
    {
        if (call.UnknownQuery is { } unknown)
        {
            return unknown;
        }

        var held = limits.For(call.Tenant);
        return Reply.Ok(UsageAnswers.Of(await store.ReadAsync(call.Tenant, held, call.Aborted), held), TenantsJson.Default.UsageAnswer);
    }
}
