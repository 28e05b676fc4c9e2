using Spectre.Console;

namespace TemplateWorker.Demo.Reporting;

/// <summary>What the person at the terminal sees: a live progress bar there, plain lines in a log.</summary>
internal sealed class DemoScreen(IAnsiConsole console, TimeProvider time)
{
    private const int PlainSteps = 10;
    private readonly long _start = time.GetTimestamp();

    private bool IsLive => console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal;

    /// <summary>Prints a line with the time since the start before it.</summary>
    public void Say(string line)
    {
        if (IsLive)
        {
            console.MarkupLineInterpolated($"[grey]{time.GetElapsedTime(_start).TotalSeconds,6:F1} s[/]  {line}");
        }
        else
        {
            Conclude($"{time.GetElapsedTime(_start).TotalSeconds,6:F1} s  {line}");
        }
    }

    public void Show(Table table) => console.Write(table);

    /// <summary>Prints the last line, which scripts read: without colours, and never broken at the width of the terminal.</summary>
    public void Conclude(string line) => console.Profile.Out.Writer.WriteLine(line);

    /// <summary>Shows how far some work is.</summary>
    /// <param name="total">The number that means "done".</param>
    /// <param name="work">Gets the action to call after each step with the number reached.</param>
    public async Task<T> TrackAsync<T>(int total, Func<Action<int>, Task<T>> work)
    {
        if (!IsLive)
        {
            return await work(reached =>
            {
                if (reached * PlainSteps / total != (reached - 1) * PlainSteps / total)
                {
                    Say($"{reached} of {total} events");
                }
            });
        }

        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask($"{total} events", maxValue: total);
                return work(reached => bar.Value = reached);
            });
    }
}
