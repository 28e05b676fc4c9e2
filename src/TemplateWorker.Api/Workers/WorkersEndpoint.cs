using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Api.Workers;

/// <summary>Lists and restarts workers.</summary>
internal sealed partial class WorkersEndpoint(WorkerPool pool, LoopKeeper loops, ILogger<WorkersEndpoint> logger)
{
    public Task<Reply> ListAsync(ApiCall call) => Task.FromResult<Reply>(
        call.UnknownQuery
        ?? Reply.Ok(
            new WorkerListAnswer([.. pool.Status.Select(ToAnswer)], [.. loops.Status.Select(ToAnswer)]), WorkersJson.Default.WorkerListAnswer));

    public Task<Reply> RestartAsync(ApiCall call) => Task.FromResult(Restart(call));

    private static WorkerAnswer ToAnswer(WorkerStatus worker) => new()
    {
        Number = worker.Number,
        State = JsonNamingPolicy.SnakeCaseLower.ConvertName(worker.State.ToString()),
        Unhealthy = worker.IsUnhealthy,
        Pid = worker.ProcessId,
        UptimeSeconds = worker.Uptime is { } uptime ? Math.Round(uptime.TotalSeconds, 3) : null,
        Slots = worker.Slots,
        Tenants = worker.Tenants,
        MemoryBytes = worker.ResidentBytes,
        StalledLanes = worker.StalledLanes,
        LongestPauseMs = Math.Round(worker.LongestPause.TotalMilliseconds, 1),
        TotalPauseMs = Math.Round(worker.TotalPause.TotalMilliseconds, 1),
        HeldTenants = worker.HeldCount,
        Held = [.. worker.Held.Select(held => new HeldTenantAnswer(held.Tenant.Tenant, held.Tenant.Rate.Setting, held.Tenant.Rate.Limit, held.Until))],
        Outstanding = worker.Outstanding,
        Completed = worker.Completed,
        Restarts = worker.Restarts,
        LastExit = worker.LastExit,
    };

    private static LoopAnswer ToAnswer(LoopStatus loop) => new()
    {
        Name = loop.Name,
        LastSuccess = loop.LastSuccess,
        Restarts = loop.Restarts,
    };

    private Reply Restart(ApiCall call)
    {
        var (text, problem) = call.OnlySegment(ApiPaths.Worker);
        if (problem is not null)
        {
            return problem;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return Problem.BrokenRule(ApiPaths.Worker, text, "must be a worker's number, from 0");
        }

        switch (pool.RequestRestart(number))
        {
            case null:
                return new Problem(ProblemKinds.UnknownWorker, $"There is no worker {number}; there are {pool.Status.Count}, from 0.");
            case false:
                return new Problem(
                    ProblemKinds.WorkerNotReady, $"Worker {number} is {ToAnswer(pool.Status[number]).State}, so there is nothing to restart.");
            default:
                Log.RestartRequested(logger, number, call.Caller.Name);
                return Reply.Accepted(new RestartAnswer(number), WorkersJson.Default.RestartAnswer);
        }
    }
}
