using System.Text;
using System.Text.Json;
using TemplateWorker.Api.Events;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

/// <summary>Events against workers that say what the test wants; real templates run in the end-to-end tests.</summary>
public sealed class EventsApiTests
{
    private const string Events = "/v1/tenants/guild/1/events";
    private const string Body = """{"name":"hello","data":{"a": 1.0}}""";

    [DatabaseFact]
    public async Task An_event_reaches_the_worker_as_it_was_sent_and_its_results_come_back()
    {
        await using var api = await ApiServer.StartAsync();
        api.Workers.OnDispatch = dispatch => FakeWorkers.Finished(
            dispatch,
            [
                FakeWorkers.Completed("a", Encoding.UTF8.GetBytes("""{"hi": "é"}""")),
                FakeWorkers.Completed("b", default),
                FakeWorkers.Completed("c", default) with { Error = new RunError("TimeLimit", "Too \"slow\".", "at index.js:1:2") },
            ]);

        var answer = await api.SendAsync("POST", $"{Events}?wait=true", Body, ("Idempotency-Key", "key-1"));

        var dispatch = await api.Workers.Received.FirstAsync<Dispatch>();
        dispatch.Tenant.ShouldBe("guild:1");
        dispatch.EventName.ShouldBe("hello");
        Encoding.UTF8.GetString(dispatch.Data.Span).ShouldBe("""{"a": 1.0}""");
        dispatch.IdempotencyKey.ShouldBe("key-1");
        answer.ShouldHaveStatus(200).ContentType.ShouldBe("application/json");
        answer.Headers["Content-Length"].ShouldBe($"{Encoding.UTF8.GetByteCount(answer.Text)}");
        answer.Text.ShouldBe($$"""
            {"event_id":"{{dispatch.EventId}}","results":[
            {"template":"a","version":3,"outcome":"completed","value":{"hi": "é"},"error":null,"repeats":1,"wall_ms":1.234,"cpu_ms":0.5},
            {"template":"b","version":3,"outcome":"completed","value":null,"error":null,"repeats":1,"wall_ms":1.234,"cpu_ms":0.5},
            {"template":"c","version":3,"outcome":"failed","value":null,"error":{"reason":"TimeLimit","message":"Too \"slow\".","stack":"at index.js:1:2"},"repeats":1,"wall_ms":1.234,"cpu_ms":0.5}
            ]}
            """.Replace("\n", ""));
    }

    [DatabaseFact]
    public async Task The_answer_has_the_form_that_the_contract_documents()
    {
        await using var api = await ApiServer.StartAsync();
        api.Workers.OnDispatch = dispatch => FakeWorkers.Finished(
            dispatch, [FakeWorkers.Completed("a", "1"u8.ToArray()) with { Error = new RunError("ScriptError", "x", null) }]);

        var answer = await api.SendAsync("POST", $"{Events}?wait=true", Body);

        var read = JsonSerializer.Deserialize(answer.Text, EventsJson.Default.EventAnswer)!;
        JsonSerializer.Serialize(read, EventsJson.Default.EventAnswer).ShouldBe(answer.Text);
    }

    [DatabaseTheory]
    [InlineData("\"a\\u0000\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("1e400000")]
    public async Task Data_that_jsonb_could_not_hold_are_stored_as_they_were_sent(string data)
    {
        await using var api = await ApiServer.StartAsync();
        (await api.SendAsync("PUT", "/v1/tenants/guild/1/templates/a", """{"files":{"index.js":"1"}}""")).ShouldHaveStatus(200);

        (await api.SendAsync("POST", Events, $$"""{"name":"hello","data":{{data}}}""")).ShouldHaveStatus(202);

        var id = (await api.SendAsync("GET", "/v1/tenants/guild/1/deliveries")).Json["items"]![0]!["id_text"]!;
        (await api.SendAsync("GET", $"/v1/tenants/guild/1/deliveries/{id}")).ShouldHaveStatus(200).Text.ShouldContain($"\"data\":{data},");
    }

    [DatabaseTheory]
    [InlineData("{\"a\":1")]
    [InlineData("1,\"outcome\":\"completed\"")]
    [InlineData("\"\u0001\"")]
    public async Task A_result_that_is_not_json_becomes_null_and_is_logged(string value)
    {
        await using var api = await ApiServer.StartAsync();
        api.Workers.OnDispatch = dispatch => FakeWorkers.Finished(
            dispatch, [FakeWorkers.Completed("bad", Encoding.UTF8.GetBytes(value)), FakeWorkers.Completed("good", "1"u8.ToArray())]);

        var results = (await api.SendAsync("POST", $"{Events}?wait=true", Body)).ShouldHaveStatus(200).Json["results"]!;

        results[0]!["value"].ShouldBeNull();
        results[1]!["value"]!.GetValue<int>().ShouldBe(1);
        api.Loggers.Lines.ShouldContain(line => line.StartsWith("7101 Warning") && line.Contains("guild:1") && line.Contains("bad"));
    }

    [DatabaseTheory]
    [InlineData(DispatchStatus.TenantBanned, 403, "tenant_banned", null)]
    [InlineData(DispatchStatus.QueueFull, 429, "queue_full", "1")]
    [InlineData(DispatchStatus.StorageUnavailable, 503, "storage_unavailable", "1")]
    [InlineData(DispatchStatus.IdempotencyKeyReused, 422, "idempotency_key_reused", null)]
    public async Task A_workers_refusal_is_the_callers_problem(DispatchStatus status, int code, string problem, string? retryAfter)
    {
        await using var api = await ApiServer.StartAsync();
        api.Workers.OnDispatch = dispatch => FakeWorkers.Refused(dispatch, status, "The worker's own words.");

        var answer = await api.SendAsync("POST", $"{Events}?wait=true", Body);

        answer.ShouldBeProblem(code, problem);
        answer.Detail.Contains("The worker's own words.", StringComparison.Ordinal)
            .ShouldBe(status != DispatchStatus.StorageUnavailable, "the words about a database are for the operator");
        answer.Headers.GetValueOrDefault("Retry-After").ShouldBe(retryAfter);
    }

    [DatabaseFact]
    public async Task A_worker_that_dies_under_a_call_is_lost_and_the_caller_told_to_repeat()
    {
        await using var api = await ApiServer.StartAsync();
        api.Workers.OnDispatch = _ => null;

        var call = api.SendAsync("POST", $"{Events}?wait=true", Body);
        await api.Workers.Received.FirstAsync<Dispatch>();
        api.Workers.Latest!.Kill();

        var answer = await call;
        answer.ShouldBeProblem(503, "worker_lost");
        answer.Headers["Retry-After"].ShouldBe("1");
    }

    [DatabaseFact]
    public async Task A_caller_that_goes_has_its_runs_cancelled()
    {
        await using var api = await ApiServer.StartAsync();
        api.Workers.OnDispatch = _ => null;
        using var going = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Events}?wait=true")
        {
            Content = new StringContent(Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Authorization", $"Bearer {ApiServer.AdminToken}");

        var call = api.Client.SendAsync(request, going.Token);
        var dispatch = await api.Workers.Received.FirstAsync<Dispatch>();
        await going.CancelAsync();

        (await api.Workers.Received.FirstAsync<Cancel>()).DispatchId.ShouldBe(dispatch.DispatchId);
        await Should.ThrowAsync<OperationCanceledException>(call);
        api.Loggers.Lines.ShouldNotContain(line => line.Contains("Error"));
    }

    [DatabaseTheory]
    [InlineData("?wait=yes", 400, "invalid_parameter")]
    [InlineData("?wait=true&wait=true", 400, "invalid_parameter")]
    [InlineData("?wait=true&wiat=true", 400, "invalid_parameter")]
    public async Task A_query_outside_the_rules_is_refused(string query, int status, string problem)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("POST", Events + query, Body)).ShouldBeProblem(status, problem);
    }

    [DatabaseTheory]
    [InlineData("a b")]
    [InlineData("")]
    public async Task An_idempotency_key_outside_the_rules_is_named(string key)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var answer = await api.SendAsync("POST", $"{Events}?wait=true", Body, ("Idempotency-Key", key));

        answer.ShouldBeProblem(400, "invalid_parameter");
        answer.Json["parameter"]!.GetValue<string>().ShouldBe("Idempotency-Key");
    }

    [DatabaseTheory]
    [InlineData("""{"data":1}""", "invalid_parameter")]
    [InlineData("""{"name":"","data":1}""", "invalid_parameter")]
    [InlineData("""{"name":"a\n"}""", "invalid_parameter")]
    [InlineData("""{"name":"a","data":1}}""", "bad_json")]
    public async Task A_bad_envelope_is_refused(string body, string problem)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("POST", $"{Events}?wait=true", body)).ShouldBeProblem(400, problem);
    }

    [DatabaseFact]
    public async Task A_payload_may_be_as_large_as_its_limit_and_no_larger()
    {
        await using var api = await ApiServer.StartAsync(options => options with
        {
            Limits = new LimitOptions { Default = new TenantLimits { EventPayloadBytes = 2_000 } },
        });

        (await Send(2_000)).ShouldHaveStatus(200);
        var beyond = await Send(2_001);
        beyond.ShouldBeProblem(413, "body_too_large");
        beyond.Json["limit"]!.GetValue<int>().ShouldBe(2_000);
        beyond.Json["value"]!.GetValue<int>().ShouldBe(2_001);
        (await Send(50_000)).ShouldBeProblem(413, "body_too_large");
        api.Workers.Received.All.OfType<Dispatch>().Count().ShouldBe(1);

        Task<ApiAnswer> Send(int dataBytes) =>
            api.SendAsync("POST", $"{Events}?wait=true", $$"""{"name":"hello","data":"{{new string('x', dataBytes - 2)}}"}""");
    }

    [DatabaseFact]
    public async Task A_body_of_unknown_length_is_cut_off_at_the_limit()
    {
        await using var api = await ApiServer.StartAsync(options => options with
        {
            Limits = new LimitOptions { Default = new TenantLimits { EventPayloadBytes = 100_000 } },
        });

        (await api.SendChunkedAsync($"{Events}?wait=true", $$"""{"name":"hello","data":"{{new string('x', 90_000)}}"}""")).ShouldHaveStatus(200);
        (await api.SendChunkedAsync($"{Events}?wait=true", $$"""{"name":"hello","data":"{{new string('x', 110_000)}}"}"""))
            .ShouldBeProblem(413, "body_too_large");
        (await api.Workers.Received.FirstAsync<Dispatch>()).Data.Length.ShouldBe(90_002);
    }

    [DatabaseFact]
    public async Task Many_events_at_once_keep_their_data_apart()
    {
        await using var api = await ApiServer.StartAsync();
        api.Workers.OnDispatch = dispatch => FakeWorkers.Finished(dispatch, [FakeWorkers.Completed("echo", dispatch.Data.ToArray())]);

        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            var text = new string((char)('a' + (i % 26)), i * 7);
            var answer = await api.SendAsync("POST", $"{Events}?wait=true", $$"""{"name":"n{{i}}","data":"{{text}}"}""");
            answer.ShouldHaveStatus(200).Json["results"]![0]!["value"]!.GetValue<string>().ShouldBe(text);
        });
    }
}
