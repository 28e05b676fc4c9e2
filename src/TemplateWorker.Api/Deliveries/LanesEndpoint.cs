using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Lanes;

namespace TemplateWorker.Api.Deliveries;

/// <summary>Lists, pauses and resumes the lanes of a tenant.</summary>
internal sealed partial class LanesEndpoint(LaneStore store, AuditedLanes audited, ILogger<LanesEndpoint> logger)
{
    public async Task<Reply> ListAsync(ApiCall call)
    {
        if (call.UnknownQuery is { } unknown)
        {
            return unknown;
        }

        var lanes = await store.ListAsync(call.Tenant, call.Aborted);
        return Reply.Ok(LaneAnswers.List(lanes), DeliveriesJson.Default.LaneListAnswer);
    }

    public Task<Reply> PauseAsync(ApiCall call) => ChangeLaneAsync(call, audited.PauseAsync, Log.Paused);

    public Task<Reply> ResumeAsync(ApiCall call) => ChangeLaneAsync(call, audited.ResumeAsync, Log.Resumed);

    public Task<Reply> PauseTenantAsync(ApiCall call) => ChangeAsync(call, null, audited.PauseAsync, Log.Paused);

    public Task<Reply> ResumeTenantAsync(ApiCall call) => ChangeAsync(call, null, audited.ResumeAsync, Log.Resumed);

    private async Task<Reply> ChangeLaneAsync(
        ApiCall call, Func<Actor, TenantId, string?, CancellationToken, Task<LaneChange>> change, Action<ILogger, TenantId, string, string> log)
    {
        var (template, problem) = call.Segment(ApiPaths.Template);
        return problem ?? await ChangeAsync(call, template, change, log);
    }

    private async Task<Reply> ChangeAsync(
        ApiCall call, string? template, Func<Actor, TenantId, string?, CancellationToken, Task<LaneChange>> change, Action<ILogger, TenantId, string, string> log)
    {
        if (call.UnknownQuery is { } unknown)
        {
            return unknown;
        }

        switch (await change(call.Actor, call.Tenant, template, CancellationToken.None))
        {
            case LaneChange.NotFound:
                return new Problem(ProblemKinds.UnknownTemplate, $"{call.Tenant} has no template '{template}', and no lane for it.");
            case LaneChange.Changed:
                log(logger, call.Tenant, template ?? "(all)", call.Caller.Name);
                return Changed(isChanged: true);
            default:
                return Changed(isChanged: false);
        }
    }

    private static Reply Changed(bool isChanged) =>
        Reply.Ok(new LaneChangeAnswer(isChanged), DeliveriesJson.Default.LaneChangeAnswer);
}
