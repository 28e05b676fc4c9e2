using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TemplateWorker.Demo.Api;
using TemplateWorker.Demo.Sending;
using TemplateWorker.TestKit.Http;

namespace TemplateWorker.Demo.Tests;

public sealed class EventStreamTests
{
    private const string Answer = """{"event_id":"01890000-0000-7000-8000-000000000001","deliveries":2}""";

    [Fact]
    public async Task An_event_is_sent_with_its_key_and_the_token_and_its_number_of_deliveries_is_read()
    {
        var seen = new TaskCompletionSource<(string Path, string Key, string Token, string Body)>();
        await using var server = await ServerAsync(async request =>
        {
            using var reader = new StreamReader(request.Body);
            seen.SetResult((request.Path + request.QueryString, request.Headers["Idempotency-Key"]!, request.Headers.Authorization!, await reader.ReadToEndAsync()));
            return Json(Answer);
        });

        var sent = (await SendAsync(server, Some.Event("7", "member.join", "demo-1"))).ShouldHaveSingleItem();

        (await seen.Task).ShouldBe(("/v1/tenants/guild/7/events", "demo-1", "Bearer secret", """{"name":"member.join","data":{}}"""));
        sent.Accepted!.Deliveries.ShouldBe(2);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_repeated_with_the_same_key()
    {
        var keys = new ConcurrentQueue<string>();
        await using var server = await ServerAsync(request =>
        {
            keys.Enqueue(request.Headers["Idempotency-Key"]!);
            if (keys.Count == 1)
            {
                request.HttpContext.Abort();
            }

            return Task.FromResult(Json(Answer));
        });

        var sent = (await SendAsync(server, Some.Event(key: "demo-9"))).ShouldHaveSingleItem();

        keys.ShouldBe(["demo-9", "demo-9"]);
        sent.Repeats.ShouldBe(1);
        sent.Accepted.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_full_queue_puts_the_event_off()
    {
        var calls = 0;
        await using var server = await ServerAsync(request => Task.FromResult(
            Interlocked.Increment(ref calls) == 1 ? Results.Problem(type: "/problems/queue_full", statusCode: 429) : Json(Answer)));

        (await SendAsync(server, Some.Event())).ShouldHaveSingleItem().Repeats.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_for_good_ends_the_event_with_what_the_server_said()
    {
        await using var server = await ServerAsync(_ => Task.FromResult(Results.Problem("no such thing", statusCode: 400)));

        var refused = (await SendAsync(server, Some.Event())).ShouldHaveSingleItem().Reply.ShouldBeOfType<EventReply.Refused>();

        refused.Problem.Detail.ShouldBe("no such thing");
    }

    [Fact]
    public async Task Many_senders_send_everything_once_and_keep_the_order_of_every_tenant()
    {
        var order = new ConcurrentDictionary<string, ConcurrentQueue<string>>();
        var running = new ConcurrentDictionary<string, bool>();
        var overlap = false;
        await using var server = await ServerAsync(async request =>
        {
            overlap |= !running.TryAdd(request.Path, true);
            order.GetOrAdd(request.Path, _ => new ConcurrentQueue<string>()).Enqueue(request.Headers["Idempotency-Key"]!);
            await Task.Yield();
            running.TryRemove(request.Path, out _);
            return Json(Answer);
        });
        var events = Enumerable.Range(0, 300).Select(number => Some.Event($"{number % 7}", key: $"{number:D3}")).ToArray();
        var progress = new List<int>();

        var sent = await SendAsync(server, progress.Add, events);

        sent.Count.ShouldBe(300);
        overlap.ShouldBeFalse();
        order.Count.ShouldBe(7);
        order.Values.ShouldAllBe(keys => keys.SequenceEqual(keys.Order()));
        progress.ShouldBe(Enumerable.Range(1, 300));
    }

    private static Task<LoopbackServer> ServerAsync(Func<HttpRequest, Task<IResult>> answer) => LoopbackServer.StartAsync(app =>
        app.MapPost("/v1/tenants/{type}/{id}/events", (HttpRequest request) => answer(request)));

    private static Task<IReadOnlyList<SentEvent>> SendAsync(LoopbackServer server, params DemoEvent[] events) => SendAsync(server, _ => { }, events);

    private static async Task<IReadOnlyList<SentEvent>> SendAsync(LoopbackServer server, Action<int> progress, params DemoEvent[] events)
    {
        using var api = new WorkerApi(server.Address, "secret");
        return await new EventStream(new EventSender(api, TimeProvider.System), senders: 8).SendAsync(events, progress, CancellationToken.None);
    }

    private static IResult Json(string text) => Results.Json(JsonSerializer.Deserialize<JsonElement>(text));
}
