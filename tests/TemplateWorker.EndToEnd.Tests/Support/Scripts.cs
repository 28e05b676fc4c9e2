namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>Templates that several tests use.</summary>
internal static class Scripts
{
    /// <summary>
    /// A statement that nothing inside the process stops: the regular expression on JavaScriptCore, the product on Jint.
    /// </summary>
    public const string Hang = """
        /a+b/g.test("a".repeat(300000)); (x => x * x)(BigInt("0x" + "f".repeat(16e6)));
        """;

    /// <summary>
    /// <c>work</c> says "started" with the event's id, computes for <c>ms</c> and adds one to <c>n</c>; <c>add</c> only adds;
    /// <c>hang</c> never ends, and nothing inside the process stops it.
    /// </summary>
    public const string Worker = $$"""
        on("work", event => {
          console.log("started " + event.data.id);
          const end = Date.now() + event.data.ms;
          while (Date.now() < end) {}
          return kv.increment("n");
        });
        on("add", () => kv.increment("n"));
        on("hang", event => {
          console.log("started " + event.data.id);
          {{Hang}}
        });
        """;
}
