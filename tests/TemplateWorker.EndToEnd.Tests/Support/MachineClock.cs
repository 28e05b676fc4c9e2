using System.Globalization;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>
/// A clock that runs only as far as other programs let this test, and all that it has started, use two cores. Limits in seconds are
/// meant for such a machine: pinned to one core, or beside two busy loops, the clock runs at half the speed.
/// </summary>
internal sealed class MachineClock : IAsyncDisposable
{
    /// <summary>The cores of the machine that the limits are meant for.</summary>
    private const double Cores = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly List<(DateTimeOffset At, TimeSpan Time)> _readings;
    private readonly List<int> _allowed = AllowedCores();
    private readonly Task _running;
    private Use _last;

    private MachineClock()
    {
        _last = Look();
        _readings = [(_last.At, TimeSpan.Zero)];
        _running = RunAsync();
    }

    public static MachineClock Start() => new();

    /// <summary>How far the clock ran in a span of time.</summary>
    public TimeSpan During(Wait wait)
    {
        lock (_gate)
        {
            return At(wait.From + wait.Length) - At(wait.From);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    // Before the first and after the last reading, and in between, it runs evenly.
    private TimeSpan At(DateTimeOffset moment)
    {
        var next = _readings.FindIndex(reading => reading.At >= moment);
        if (next <= 0)
        {
            var edge = next == 0 ? _readings[0] : _readings[^1];
            return edge.Time + (moment - edge.At);
        }

        var (before, after) = (_readings[next - 1], _readings[next]);
        return before.Time + ((after.Time - before.Time) * ((moment - before.At) / (after.At - before.At)));
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await Task.Delay(Interval, TimeProvider.System, _stopping.Token);
            var now = Look();
            var elapsed = now.At - _last.At;
            var others = Math.Max(0, (now.Busy - _last.Busy).TotalSeconds - Math.Max(0, (now.Own - _last.Own).TotalSeconds));
            var left = Math.Max(0, (_allowed.Count * elapsed.TotalSeconds) - others) / Cores;
            lock (_gate)
            {
                _readings.Add((now.At, _readings[^1].Time + TimeSpan.FromSeconds(Math.Min(left, elapsed.TotalSeconds))));
            }

            _last = now;
        }
    }

    private Use Look() => new(TimeProvider.System.GetUtcNow(), Busy(), Processes.UseOfTree(Environment.ProcessId));

    // proc(5): "cpuN user nice system idle iowait irq softirq steal guest guest_nice"; guests are in user and nice.
    private TimeSpan Busy()
    {
        var ticks = 0L;
        foreach (var line in File.ReadLines("/proc/stat").Where(line => line.StartsWith("cpu", StringComparison.Ordinal)))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (int.TryParse(fields[0].AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var core) && _allowed.Contains(core))
            {
                ticks += fields[1..9].Where((_, field) => field is not (3 or 4)).Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            }
        }

        return Processes.OfTicks(ticks);
    }

    // "Cpus_allowed_list:	0-1,3"
    private static List<int> AllowedCores()
    {
        var list = File.ReadLines("/proc/self/status").First(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)).Split(':')[1];
        List<int> cores = [];
        foreach (var range in list.Trim().Split(','))
        {
            var ends = range.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
            cores.AddRange(Enumerable.Range(ends[0], ends[^1] - ends[0] + 1));
        }

        return cores;
    }

    private sealed record Use(DateTimeOffset At, TimeSpan Busy, TimeSpan Own);
}
