using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Api.Workers;

/// <summary>Lists and restarts workers.</summary>
internal sealed partial class WorkersEndpoint(WorkerPool pool, LoopKeeper loops, AuditLog audit, ILogger<WorkersEndpoint> logger)
{
    private const int MostBusy = 10;

    public Task<Reply> ListAsync(ApiCall call) => Task.FromResult(call.UnknownQuery ?? List());

    public async Task<Reply> RestartAsync(ApiCall call)
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

        // A restart that cannot be recorded is not made; one that was recorded may still be refused.
        if (number < pool.Status.Count)
        {
            await audit.RecordAsync(
                call.Actor,
                new AuditEntry { Action = "workers.restart", Subject = text, Before = new JsonObject { ["state"] = ToAnswer(pool.Status[number]).State } },
                CancellationToken.None);
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

    private Reply List()
    {
        var workers = pool.Status;
        var busiest = workers
            .SelectMany(worker => worker.Busiest.Select(busy => new BusyTenantAnswer(busy.Tenant, worker.Number, Milliseconds(busy.ThreadTime))))
            .OrderByDescending(busy => busy.ThreadMs)
            .Take(MostBusy);
        return Reply.Ok(
            new WorkerListAnswer([.. workers.Select(ToAnswer)], [.. busiest], [.. loops.Status.Select(ToAnswer)]), WorkersJson.Default.WorkerListAnswer);
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);

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
        LongestPauseMs = Milliseconds(worker.LongestPause),
        TotalPauseMs = Milliseconds(worker.TotalPause),
        HeldTenants = worker.HeldCount,
        Held = [.. worker.Held.Select(held => new HeldTenantAnswer(held.Tenant.Tenant, held.Tenant.Rate.Setting, held.Tenant.Rate.Limit, held.Until))],
        Running =
        [
            .. worker.Running.OrderByDescending(run => run.Age).Select(run => new RunningAnswer(run.Tenant, run.Template, Milliseconds(run.Age), run.Delivery)),
        ],
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
}
