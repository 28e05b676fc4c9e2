using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests.Conversion;

/// <summary>Failures of converted files name the places of what the author wrote.</summary>
public abstract class ConvertedPlacesConformanceTests : EngineTests
{
    private const string Index = """
        import { check, type Order } from './lib/check';

        interface Event { order: Order }

        on<Event>('go', async (event, ctx): Promise<void> => {
          await 0;
          const order: Order = (event.data as Event | null)?.order ?? { total: -1 }; check<Order>(order);
        });
        """;

    private const string Check = """
        export interface Order {
          total: number;
        }

        enum Level { Low, High }

        export function check<T extends Order>(order: T): asserts order is T {
          const level: Level = Level.Low as Level;   if (order.total < level) { throw new RangeError(`total ${order.total as number}`); }
        }
        """;

    [EngineFact]
    public void A_throw_has_file_line_column_and_the_authors_code() => Test(bench =>
    {
        using var template = bench.Accept(("index.ts", Index), ("lib/check.ts", Check));
        var failure = bench.Run(template).ShouldBeOfType<ScriptOutcome.Failed>().Failure;
        failure.Message.ShouldBe("RangeError: total -1");
        (failure.File, failure.Line).ShouldBe(("lib/check.ts", 8));
        Between(failure.Column, Check, 8, "throw new", "(`total").ShouldBeTrue($"column {failure.Column}\n{failure.Stack}");
        failure.Stack.ShouldNotBeNull().ShouldStartWith("at check (lib/check.ts:8:");
        failure.Stack.ShouldContain("index.ts:7:");
        failure.Stack.ShouldContain("8 |   const level: Level = Level.Low as Level;   if (order.total < level) { throw new RangeError(`total ${order.total as number}`); }");
    });

    [EngineFact]
    public void A_limit_has_file_and_line() => Test(bench =>
    {
        bench.Limits = bench.Limits with { CpuTime = TimeSpan.FromMilliseconds(500) };
        using var template = bench.Accept(("index.ts", "import { spin } from './lib/spin';\n\non('go', (): void => spin(1 as number));"), ("lib/spin.ts", "type N = number;\n\nexport function spin(n: N): void {\n  for (;;) { n = (n as N) + 1; }\n}"));
        var failure = bench.Run(template).ShouldBeOfType<ScriptOutcome.Failed>().Failure;
        (failure.Reason, failure.File, failure.Line).ShouldBe((ScriptFailureReason.CpuLimit, "lib/spin.ts", 4), failure.Stack);
        failure.Stack.ShouldNotBeNull().ShouldContain("4 |   for (;;) { n = (n as N) + 1; }");
    });

    [EngineFact]
    public void A_rejection_that_is_not_handled_is_logged_and_one_that_is_returned_has_its_place() => Test(bench =>
    {
        using var template = bench.Accept(("index.ts", """
            type Text = string;
            on('go', async (): Promise<Text> => { Promise.reject(new Error('lost') as Error); return 'done' as Text; });
            on('back', (): Promise<never> => {
              const later: Promise<Text> = Promise.resolve('x' as Text);
              return later.then((text: Text): never => { throw new TypeError(text); });
            });
            """));
        bench.Run(template).ShouldBeOfType<ScriptOutcome.Completed>();
        bench.Host.Log.ShouldContain(line => line.Contains("Unhandled promise rejection", StringComparison.Ordinal) && line.Contains("lost", StringComparison.Ordinal));
        var failure = bench.Run(template, "back").ShouldBeOfType<ScriptOutcome.Failed>().Failure;
        (failure.File, failure.Line).ShouldBe(("index.ts", 5), failure.Stack);
    });

    [EngineFact]
    public void A_failure_on_the_first_line_is_not_moved_by_what_the_conversion_puts_before_it() => Test(bench =>
    {
        const string Text = "import * as a from './a'; const n: number = a.one; throw new Error('first');";
        var failure = bench.Reject(("index.ts", Text), ("a.ts", "export const one = 1;"));
        (failure.Message, failure.File, failure.Line).ShouldBe(("Error: first", "index.ts", 1));
        Between(failure.Column, Text, 1, "throw new", "('first").ShouldBeTrue($"column {failure.Column}");
    });

    /// <summary>Whether a column lies from the start of one text to the start of another one in a line: engines differ within a statement.</summary>
    private static bool Between(int? column, string text, int line, string first, string last)
    {
        var code = text.Split('\n')[line - 1];
        return column >= code.IndexOf(first, StringComparison.Ordinal) + 1 && column <= code.IndexOf(last, StringComparison.Ordinal) + 1;
    }
}
