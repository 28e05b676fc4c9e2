using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Actions.Operating;

namespace TemplateWorker.Api.Streams;

/// <summary>
/// Shows actions as they come into their channels, as server-sent events. Nothing is buffered: a look is made when the caller has taken the one
/// before.
/// </summary>
/// <param name="store">Where the actions are.</param>
/// <param name="time">Measures looks and silence.</param>
/// <param name="logger">Told of callers that do not read.</param>
/// <param name="stopping">Ends all streams.</param>
internal sealed partial class ActionStreamEndpoint(
    ActionOperations store, TimeProvider time, ILogger<ActionStreamEndpoint> logger, CancellationToken stopping)
{
    public const string LastEventId = "Last-Event-ID";

    /// <summary>Streams of a server at a time.</summary>
    public const int Most = 20;

    /// <summary>Actions of one look.</summary>
    public const int Page = 1_000;

    private const string ContentType = "text/event-stream";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>A caller that takes nothing for so long is cut off.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private int _count;

    /// <summary>Of all tenants.</summary>
    public Task<Reply> OfAllAsync(ApiCall call) => OpenAsync(call, _ => true);

    /// <summary>Of the path's tenant.</summary>
    public Task<Reply> OfTenantAsync(ApiCall call) => OpenAsync(call, arrived => arrived.Tenant == call.Tenant);

    private async Task<Reply> OpenAsync(ApiCall call, Func<ArrivedAction, bool> isMeant)
    {
        var (last, problem) = ReadLast(call);
        if ((call.UnknownQuery ?? problem) is { } refusal)
        {
            return refusal;
        }

        var from = last ?? await store.ReadLastPositionAsync(call.Aborted);
        if (Interlocked.Increment(ref _count) > Most)
        {
            Interlocked.Decrement(ref _count);
            return new Problem(ProblemKinds.TooManyStreams, $"{Most} streams are open already.", new ProblemMember("limit", Most)) { RetryAfter = TimeSpan.FromSeconds(10) };
        }

        return new StreamedReply(ContentType, response => ServeAsync(call, response, new ArrivalCursor(from, time), isMeant));
    }

    private static Checked<long?> ReadLast(ApiCall call)
    {
        var header = call.Context.Request.Headers[LastEventId];
        if (header.Count == 0)
        {
            return (long?)null;
        }

        return long.TryParse(header.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last
            : Problem.BrokenRule(LastEventId, header.ToString(), "must be the id of an event of this stream, a whole number");
    }

    private async Task ServeAsync(ApiCall call, HttpResponse response, ArrivalCursor cursor, Func<ArrivedAction, bool> isMeant)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, stopping);
        try
        {
            // So that the caller knows at once that it is connected.
            if (await WriteAsync(call, response, ": connected\n\n", ends.Token))
            {
                await ShowAsync(call, response, cursor, isMeant, ends.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !call.Aborted.IsCancellationRequested)
        {
            await EndAsync(call, response, "stopping");
        }
        catch (StorageException) when (!call.Aborted.IsCancellationRequested)
        {
            await EndAsync(call, response, "storage_unavailable");
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }

    private async Task ShowAsync(ApiCall call, HttpResponse response, ArrivalCursor cursor, Func<ArrivedAction, bool> isMeant, CancellationToken ends)
    {
        var written = time.GetTimestamp();
        while (true)
        {
            if (!call.IsCallerValid)
            {
                await EndAsync(call, response, "token_ended");
                return;
            }

            var arrived = await store.ListArrivedAsync(cursor.Floor, Page, ends);
            var isFull = arrived.Count == Page;
            var text = new StringBuilder();
            foreach (var one in cursor.Take(arrived, isFull).Where(isMeant))
            {
                text.Append(CultureInfo.InvariantCulture, $"id: {one.Position}\nevent: action\ndata: ")
                    .Append(JsonSerializer.Serialize(ArrivedItem.Of(one), StreamsJson.Default.ArrivedItem)).Append("\n\n");
            }

            if (text.Length == 0 && time.GetElapsedTime(written) >= Heartbeat)
            {
                text.Append(":\n\n");
            }

            if (text.Length > 0)
            {
                if (!await WriteAsync(call, response, text.ToString(), ends))
                {
                    return;
                }

                written = time.GetTimestamp();
            }

            if (!isFull)
            {
                await Task.Delay(Look, time, ends);
            }
        }
    }

    private Task<bool> EndAsync(ApiCall call, HttpResponse response, string reason) =>
        WriteAsync(call, response, $"event: end\ndata: {{\"reason\":\"{reason}\"}}\n\n", CancellationToken.None);

    /// <returns>Whether the caller takes it.</returns>
    private async Task<bool> WriteAsync(ApiCall call, HttpResponse response, string text, CancellationToken ends)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ends);
        try
        {
            await response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(text), limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            Log.Cut(logger, call.Caller.Name, Patience.TotalSeconds);
            call.Context.Abort();
            return false;
        }
    }
}
