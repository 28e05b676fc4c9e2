using System.Globalization;
using System.Text;

namespace TemplateWorker.Benchmarks.Figures.Stand;

/// <summary>The tenants of the benchmark, their template, and the events they are sent.</summary>
internal static class BenchTenants
{
    /// <summary>Those that are measured.</summary>
    public const int Count = 1000;

    /// <summary>Further ones, which take the first events of all, so that no measured one waits for the JIT compiler.</summary>
    public const int Spare = 20;

    public const string OwnerType = "guild";

    /// <summary>The key that an event increments.</summary>
    public const string Counter = "count";

    public const string IncrementEvent = "bench.increment";

    public const string KeylessEvent = "bench.keyless";

    public const string SetEvent = "bench.set";

    public const string ActionEvent = "bench.action";

    /// <summary>What the last of them sends, with what the event carried.</summary>
    public const string ActionType = "bench.done";

    private const string Template = "bench";

    private const string Source = """
        on("bench.increment", () => ({ count: kv.increment("count") }));

        on("bench.keyless", (event) => ({ author: event.data.author, length: event.data.text.length }));

        on("bench.set", (event) => { kv.set("last", event.data); });

        on("bench.action", (event) => { actions.send("bench.done", event.data); });

        """;

    /// <summary>What the events carry.</summary>
    public const string Data = """
        {"author":"184405311681986560","channel":"general","text":"Does anybody know when the next release is due?","at":"2026-03-02T08:00:00Z"}
        """;

    /// <summary>The tenant of a number from 1.</summary>
    public static string NameOf(int tenant) => $"{OwnerType}:{Name(tenant)}";

    /// <summary>Writes the folder that <c>register</c> reads.</summary>
    public static async Task LayOutAsync(string folder, CancellationToken cancellationToken)
    {
        for (var tenant = 1; tenant <= Count + Spare; tenant++)
        {
            var template = Path.Combine(folder, OwnerType, Name(tenant), Template);
            Directory.CreateDirectory(template);
            await File.WriteAllTextAsync(Path.Combine(template, "index.js"), Source, cancellationToken);
        }
    }

    /// <summary>One request for each of the measured tenants, to run the event at once.</summary>
    public static IReadOnlyList<byte[]> Requests(string eventName, string token) => Requests(eventName, token, 1, Count, "?wait=true");

    /// <summary>One request for each of the measured tenants, to store the event.</summary>
    public static IReadOnlyList<byte[]> StoringRequests(string eventName, string token) => Requests(eventName, token, 1, Count, "");

    /// <summary>One request for each of the others.</summary>
    public static IReadOnlyList<byte[]> SpareRequests(string eventName, string token) => Requests(eventName, token, Count + 1, Spare, "?wait=true");

    /// <summary>An event among many of one request.</summary>
    /// <param name="eventName">Its name.</param>
    /// <param name="tenant">Whose it is: 0 is the first of the measured.</param>
    public static string Line(string eventName, int tenant) =>
        $$"""{"tenant":"{{OwnerType}}:{{Name(tenant + 1)}}","name":"{{eventName}}","data":{{Data}}}""";

    /// <summary>One request for each of the tenants from <paramref name="first"/> on.</summary>
    public static IReadOnlyList<byte[]> Requests(string eventName, string token, int first, int count, string query)
    {
        var body = $$"""{"name":"{{eventName}}","data":{{Data}}}""";
        return
        [
            .. Enumerable.Range(first, count).Select(tenant => Encoding.ASCII.GetBytes(
                $"POST /v1/tenants/{OwnerType}/{Name(tenant)}/events{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
                + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}")),
        ];
    }

    private static string Name(int tenant) => tenant.ToString(CultureInfo.InvariantCulture);
}
