using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Api.Workers;

/// <summary>Reports liveness and readiness.</summary>
internal sealed class HealthEndpoint(WorkerPool pool, DatabaseProbe database)
{
    private static readonly Reply Alive = Reply.Ok(new LivenessAnswer(true), WorkersJson.Default.LivenessAnswer);

    public static Task<Reply> LiveAsync(ApiCall call)
    {
        _ = call;
        return Task.FromResult<Reply>(Alive);
    }

    public async Task<Reply> ReadyAsync(ApiCall call)
    {
        var (databaseCheck, schema) = await database.CheckAsync(call.Aborted);
        var checks = new ReadinessChecks(databaseCheck, schema, Workers());
        var isReady = checks is { Database.Ok: true, Schema.Ok: true, Workers.Ok: true };
        return new ValueReply<ReadinessAnswer>(
            isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            new ReadinessAnswer(isReady, checks),
            WorkersJson.Default.ReadinessAnswer);
    }

    private CheckAnswer Workers()
    {
        if (pool.IsStopping)
        {
            return new CheckAnswer(false, "The server is stopping.");
        }

        var status = pool.Status;
        var waiting = status.Where(worker => worker.State != WorkerState.Ready).ToArray();
        return waiting.Length == 0
            ? CheckAnswer.Passed
            : new CheckAnswer(
                false,
                $"{status.Count - waiting.Length} of {status.Count} workers are ready; " + string.Join(", ", waiting.Select(worker =>
                    $"worker {worker.Number} is {JsonNamingPolicy.SnakeCaseLower.ConvertName(worker.State.ToString())}")) + ".");
    }
}
