using System.Globalization;
using System.Net;
using System.Text;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Http;

/// <summary>What requests cost the supervisor's memory at most.</summary>
[Collection(TimedCollection.Name)]
public sealed class MemoryTests
{
    private const int Callers = 16;
    private const long MostBytes = 400L << 20;

    [DatabaseFact]
    public async Task Sixteen_bodies_of_64_MiB_at_once_do_not_take_the_supervisor_beyond_400_MiB()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, "", "--process-workers", "1");
        var body = Lines((64 << 20) - (64 << 10));

        var statuses = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => PostAsync(supervisor, caller, body)));

        var peak = PeakBytes(supervisor.Process.Id);
        peak.ShouldBeLessThan(MostBytes, $"{string.Join(' ', statuses)}; peak {peak >> 20} MiB");
        statuses.ShouldContain(202);
        statuses.ShouldAllBe(status => status == 202 || status == 503 || status == 429);
        (await PostAsync(supervisor, 0, body)).ShouldBe(202, "once the others are done there is room again");
    }

    [DatabaseFact]
    public async Task Sixteen_slow_readers_of_large_pages_do_not_take_the_supervisor_beyond_400_MiB()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, "", "--process-workers", "1");
        await database.ExecuteAsync("""
            insert into tenant_kv (owner_type, owner_id, key, value)
            select 'guild', o::text, 'k' || n, to_jsonb(repeat('x', 250000)) from generate_series(1, 16) o, generate_series(1, 24) n
            """);

        var answers = await Task.WhenAll(Enumerable.Range(1, Callers).Select(owner => supervisor.Client.GetAsync(
            $"/v1/tenants/guild/{owner}/kv?limit=1000", HttpCompletionOption.ResponseHeadersRead)));

        // No caller has read more than the head of an answer by now.
        var peak = PeakBytes(supervisor.Process.Id);
        peak.ShouldBeLessThan(MostBytes, $"peak {peak >> 20} MiB");
        foreach (var answer in answers)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            var page = System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            page["items"]!.AsArray().Count.ShouldBe(17, "a page ends once it has 4 Mi characters");
            page["next_after"].ShouldNotBeNull();
            answer.Dispose();
        }
    }

    private static async Task<int> PostAsync(RunningSupervisor supervisor, int caller, byte[] body)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/v1/tenants/guild/{caller}/events");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/x-ndjson");
        request.Headers.ExpectContinue = true;
        using var response = await supervisor.Client.SendAsync(request);
        return (int)response.StatusCode;
    }

    private static byte[] Lines(int bytes)
    {
        var line = Encoding.UTF8.GetBytes($$"""{"name":"import.row","data":"{{new string('x', 8_000)}}"}""" + "\n");
        using var lines = new MemoryStream(bytes);
        while (lines.Length + line.Length <= bytes)
        {
            lines.Write(line);
        }

        return lines.ToArray();
    }

    /// <summary>The most resident memory that the process has had.</summary>
    private static long PeakBytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }
}
