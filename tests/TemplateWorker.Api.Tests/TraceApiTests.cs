using System.Globalization;
using System.Text;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

/// <summary>Where a trace may stand in a request, and where answers show it.</summary>
public sealed class TraceApiTests
{
    private const string Header = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string Member = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private const string Events = "/v1/tenants/guild/1/events";
    private const string Deliveries = "/v1/tenants/guild/1/deliveries";

    [DatabaseTheory]
    [InlineData(null, null, null)]
    [InlineData(Header, null, Header)]
    [InlineData(null, Member, Member)]
    [InlineData(Header, Member, Member)]
    [InlineData("00-ABC", null, null)]
    public async Task A_delivery_shows_the_trace_of_the_member_or_else_of_the_header(string? header, string? member, string? expected)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.SubscribeAsync();
        var trace = member is null ? "" : $",\"traceparent\":\"{member}\"";

        (await api.SendAsync("POST", Events, $$"""{"name":"message"{{trace}}}""", header is null ? [] : [("traceparent", header)])).ShouldHaveStatus(202);

        var listed = (await api.SendAsTenantAsync("GET", Deliveries)).ShouldHaveStatus(200).Json["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)listed["traceparent"]).ShouldBe(expected);
        var shown = await api.SendAsTenantAsync("GET", $"{Deliveries}/{((long)listed["id"]!).ToString(CultureInfo.InvariantCulture)}");
        ((string?)shown.Json["traceparent"]).ShouldBe(expected);
    }

    [DatabaseFact]
    public async Task Of_many_events_each_may_have_its_own_and_the_others_have_that_of_the_header()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.SubscribeAsync();

        var lines = Encoding.UTF8.GetBytes($$"""
            {"name":"message","data":1}
            {"name":"message","data":2,"traceparent":"{{Member}}"}
            """);
        using var call = await RawCall.PostAsync(api, Events, "application/x-ndjson", $"Content-Length: {lines.Length}\r\ntraceparent: {Header}", lines);

        (await call.AnswerAsync()).ShouldHaveStatus(202);

        (await api.Database.ReadTextsAsync("select data::text || ' ' || traceparent from deliveries order by id")).ShouldBe([$"1 {Header}", $"2 {Member}"]);
    }

    [DatabaseTheory]
    [InlineData("")]
    [InlineData("?wait=true")]
    public async Task A_member_that_is_no_traceparent_is_refused(string query)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.SubscribeAsync();

        var refused = await api.SendAsync("POST", Events + query, """{"name":"message","traceparent":"00-abc"}""");

        refused.ShouldBeProblem(400, "invalid_parameter");
        ((string?)refused.Json["detail"]).ShouldNotBeNull()
            .ShouldBe("traceparent must be a traceparent of W3C Trace Context, such as 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, was '00-abc'.");
    }
}
