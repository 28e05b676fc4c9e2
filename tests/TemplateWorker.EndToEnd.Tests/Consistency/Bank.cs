namespace TemplateWorker.EndToEnd.Tests.Consistency;

/// <summary>A template whose runs depend on each other in every way that a serial order rules out.</summary>
internal static class Bank
{
    /// <summary>
    /// Each event carries an id. Whatever has an effect leaves <c>done:id</c> with it, and finds out when it was there already.
    /// </summary>
    public const string Template = """
        function once(id) {
          if (kv.get("done:" + id) !== undefined) kv.increment("twice");
          kv.set("done:" + id, true);
        }
        on("increment", event => { once(event.data.id); return kv.increment("n"); });
        on("transfer", event => {
          once(event.data.id);
          const [a, b] = [kv.get("account:a"), kv.get("account:b")];
          kv.set("account:a", a - event.data.amount);
          kv.set("account:b", b + event.data.amount);
          return a + b;
        });
        on("list", event => {
          once(event.data.id);
          const size = kv.list({ prefix: "log:", limit: 1000 }).length;
          kv.set("log:" + event.data.id, size);
          return size;
        });
        on("state", event => {
          once(event.data.id);
          return state.update(data => { data.runs = (data.runs || 0) + 1; }).runs;
        });
        on("throw", event => {
          once(event.data.id);
          kv.increment("n");
          state.update(data => { data.runs = -1000000; });
          throw new Error("as planned");
        });
        """;

    public static readonly IReadOnlyList<string> Events = ["increment", "increment", "transfer", "transfer", "list", "state", "throw"];
}
