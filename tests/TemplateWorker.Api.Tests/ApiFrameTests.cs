using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using TemplateWorker.Api.Server;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

/// <summary>What holds for every request, whatever it asks for.</summary>
public sealed class ApiFrameTests
{
    [DatabaseTheory]
    [InlineData("/")]
    [InlineData("/v1")]
    [InlineData("/v1/tenants/guild/1")]
    [InlineData("/v1/tenants/guild/1/kv/a/b")]
    [InlineData("/v1/tenants/guild//state")]
    [InlineData("/v2/workers")]
    [InlineData("/livez/..")]
    public async Task A_path_that_nothing_has_is_a_problem(string path)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("GET", path)).ShouldBeProblem(404, "unknown_route");
    }

    [DatabaseTheory]
    [InlineData("PATCH", "/v1/tenants/guild/1/kv/a", "DELETE, GET, PUT")]
    [InlineData("GET", "/v1/tenants/guild/1/events", "POST")]
    [InlineData("DELETE", "/v1/workers", "GET")]
    public async Task A_method_that_a_path_does_not_have_is_told_which_it_has(string method, string path, string allowed)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var answer = await api.SendAsync(method, path);

        answer.ShouldBeProblem(405, "method_not_allowed");
        answer.Headers["Allow"].ShouldBe(allowed);
        answer.Detail.ShouldContain(allowed);
    }

    [DatabaseFact]
    public async Task A_body_must_say_that_it_is_json()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        foreach (var type in (string?[])["text/plain", null])
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/tenants/guild/1/kv/a") { Content = new ByteArrayContent("1"u8.ToArray()) };
            request.Content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiServer.AdminToken);
            using var response = await api.Client.SendAsync(request);
            (await ApiAnswer.OfAsync(response)).ShouldBeProblem(415, "unsupported_media_type");
        }
    }

    [DatabaseFact]
    public async Task Answers_do_not_say_what_server_it_is()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var answer = await api.SendAsync("GET", "/livez");

        answer.ShouldHaveStatus(200).Text.ShouldBe("""{"alive":true}""");
        answer.Headers.Keys.ShouldNotContain("Server");
    }

    [DatabaseFact]
    public async Task A_database_that_refuses_the_work_is_500_and_told_in_the_log_only()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.Database.ExecuteAsync(
            "drop table tenant_state; create view tenant_state as select 1 as owner_id");

        var answer = await api.SendAsync("GET", "/v1/tenants/guild/1/state");

        answer.ShouldBeProblem(500, "internal_error");
        api.Loggers.Lines.ShouldContain(line => line.StartsWith("7003 Error"));
    }

    [DatabaseFact]
    public async Task A_defect_is_500_and_told_in_the_log_only()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.Database.Database.DisposeAsync();

        var answer = await api.SendAsync("GET", "/v1/tenants/guild/1/state");

        answer.ShouldBeProblem(500, "internal_error");
        answer.Text.ShouldNotContain("disposed");
        api.Loggers.Lines.ShouldContain(line => line.StartsWith("7001 Error") && line.Contains("GET /v1/tenants/{owner_type}/{owner_id}/state"));
    }

    [DatabaseFact]
    public async Task A_connection_that_sends_no_http_is_answered_and_closed()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, api.Client.BaseAddress!.Port);

        await socket.SendAsync("nonsense\r\n\r\n"u8.ToArray());

        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        (await reader.ReadToEndAsync()).ShouldStartWith("HTTP/1.1 400");
        (await api.SendAsync("GET", "/livez")).ShouldHaveStatus(200);
    }

    [DatabaseFact]
    public async Task A_port_that_is_taken_is_named_with_the_setting()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var taken = new IPEndPoint(IPAddress.Loopback, api.Client.BaseAddress!.Port);

        var exception = await Should.ThrowAsync<HttpStartException>(() => ApiServer.StartWithoutWorkersAsync(
            options => options with { Addrs = new AddrsOptions { Http = taken } }));

        exception.Message.ShouldContain($"Cannot listen on {taken} (addrs.http)");
        exception.Message.ShouldContain("in use");
    }

    [DatabaseFact]
    public async Task Stopping_lets_a_request_that_runs_finish_and_takes_no_other()
    {
        await using var api = await ApiServer.StartAsync();
        var answer = new TaskCompletionSource();
        api.Workers.OnDispatch = dispatch =>
        {
            answer.Task.GetAwaiter().GetResult();
            return FakeWorkers.Finished(dispatch, []);
        };
        var running = api.SendAsync("POST", "/v1/tenants/guild/1/events?wait=true", """{"name":"a"}""");
        await api.Workers.Received.FirstAsync<Dispatch>();

        var stopping = api.Server.StopAsync(CancellationToken.None);
        stopping.IsCompleted.ShouldBeFalse();
        answer.SetResult();

        (await running).ShouldHaveStatus(200);
        await stopping;
        await Should.ThrowAsync<HttpRequestException>(() => api.SendAsync("GET", "/livez"));
    }

    [DatabaseFact]
    public async Task Giving_up_ends_what_is_not_finished()
    {
        await using var api = await ApiServer.StartAsync();
        api.Workers.OnDispatch = _ => null;
        var running = api.SendAsync("POST", "/v1/tenants/guild/1/events?wait=true", """{"name":"a"}""");
        await api.Workers.Received.FirstAsync<Dispatch>();

        await api.Server.StopAsync(new CancellationToken(canceled: true));

        await Should.ThrowAsync<HttpRequestException>(running);
    }
}
