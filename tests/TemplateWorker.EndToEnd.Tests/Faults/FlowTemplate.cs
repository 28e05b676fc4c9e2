using System.Globalization;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>The template whose effects show which events were run, how often, and in which order.</summary>
internal static class FlowTemplate
{
    public const string OwnerType = "flow";

    /// <summary>The sender of events over HTTP.</summary>
    public const int Http = 0;

    public const string Event = "hit";

    /// <summary>The start of the keys that list a sender's events.</summary>
    public const string LogPrefix = "log:";

    public const string Counter = "count";

    public const string Name = "counter";

    /// <summary>What an event says that computes for a second or longer.</summary>
    public const string LongRunStarted = "a long run started";

    /// <summary>Appends the event's number to the list of its sender, after computing for a while when told to.</summary>
    public const string Source = """
        on("hit", event => {
          const { s, n, ms } = event.data;
          if (ms >= 1000) console.log("a long run started");
          if (ms) {
            const end = Date.now() + ms;
            while (Date.now() < end) {}
          }
          const key = "log:" + s;
          kv.set(key, [...(kv.get(key) ?? []), n]);
          kv.increment("count");
        });
        """;

    public static string Tenant(int index) => string.Create(CultureInfo.InvariantCulture, $"{OwnerType}:{index}");

    /// <summary>The payload of an event.</summary>
    public static string Data(int stream, int number, int milliseconds) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"s":{{stream}},"n":{{number}},"ms":{{milliseconds}}}""");
}
