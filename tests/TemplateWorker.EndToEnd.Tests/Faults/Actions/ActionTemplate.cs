using System.Globalization;
using System.Text.Json.Nodes;

namespace TemplateWorker.EndToEnd.Tests.Faults.Actions;

/// <summary>The template of a flow whose runs send one to three actions each, to be pushed or pulled, in two channels.</summary>
internal static class ActionTemplate
{
    public const string Pushed = "push";

    public const string Pulled = "pull";

    /// <summary>One run in seven sends an action too many in its first attempt, which fails.</summary>
    public const string Source = """
        on("hit", (event, ctx) => {
          const { s, n } = event.data;
          kv.set("log:" + s, [...(kv.get("log:" + s) ?? []), n]);
          kv.increment("count");
          for (let i = 0; i <= n % 3; i++) {
            actions.send((n + i) % 2 ? "pull" : "push", { n, i }, { channel: "c" + n % 2 });
          }
          if (n % 7 === 0 && ctx.attempt === 1) {
            actions.send("push", { n, i: "failed" });
            actions.send("pull", { n, i: "failed" });
            throw new Error("on purpose");
          }
        });
        """;

    /// <summary>The payloads of a type that the events of one tenant and sender send in a channel, in order.</summary>
    /// <param name="numbers">The events' numbers, in order.</param>
    /// <param name="type"><see cref="Pushed"/> or <see cref="Pulled"/>.</param>
    /// <param name="channel">Such as <c>c0</c>.</param>
    public static IReadOnlyList<string> Expected(IEnumerable<int> numbers, string type, string channel) =>
    [
        .. from n in numbers
           where channel == string.Create(CultureInfo.InvariantCulture, $"c{n % 2}")
           from i in Enumerable.Range(0, 1 + (n % 3))
           where type == ((n + i) % 2 == 0 ? Pushed : Pulled)
           select string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{n}},"i":{{i}}}"""),
    ];

    /// <summary>The number of the event whose run sent a payload.</summary>
    public static int NumberIn(string payload) => JsonNode.Parse(payload)!["n"]!.GetValue<int>();

    /// <summary>The channels.</summary>
    public static IReadOnlyList<string> Channels { get; } = ["c0", "c1"];
}
