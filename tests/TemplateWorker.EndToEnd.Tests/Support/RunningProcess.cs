using System.Collections.Concurrent;
using System.Diagnostics;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>The real executable, started as an operator starts it; its lines are kept, and may be waited for.</summary>
internal sealed class RunningProcess : IAsyncDisposable
{
    /// <summary>Generous, since a busy machine is no failure; a test that hits it hangs.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>As the build publishes it.</summary>
    private static readonly string Executable = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../app/template-worker.dll"));

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<TaskCompletionSource<string>, Func<string, bool>> _waiting = new();

    private RunningProcess(Process process)
    {
        _process = process;
    }

    public int Id => _process.Id;

    public bool IsRunning => !_process.HasExited;

    /// <summary>Both streams' lines so far, in the order in which they came.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public string Output => string.Join('\n', _lines);

    public static RunningProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var running = StartUnread(arguments, environment);
        running.ReadErrors();
        return running;
    }

    /// <summary>Starts it under a program that takes a command line, such as <c>prlimit --nofile=100</c>.</summary>
    public static RunningProcess StartUnder(
        IEnumerable<string> launcher, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var running = Launch(launcher, arguments, environment);
        running.ReadErrors();
        return running;
    }

    /// <summary>Starts the program that this assembly is.</summary>
    public static RunningProcess StartSelf(IEnumerable<string> arguments)
    {
        var running = Launch([], arguments, environment: null, typeof(Program).Assembly.Location);
        running.ReadErrors();
        return running;
    }

    /// <summary>Starts it and leaves its standard error unread, a pipe of 64 KiB, until <see cref="ReadErrors"/>.</summary>
    public static RunningProcess StartUnread(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        Launch([], arguments, environment);

    /// <summary>Begins to read its standard error.</summary>
    public void ReadErrors() => _process.BeginErrorReadLine();

    /// <summary>Waits for a line that holds the text, one that came already included.</summary>
    public Task<string> LineAsync(string text) => LineAsync(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits for a line, one that came already included.</summary>
    public async Task<string> LineAsync(Func<string, bool> matches)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[found] = matches;
        foreach (var line in _lines.Where(matches))
        {
            found.TrySetResult(line);
        }

        var ended = _process.WaitForExitAsync();
        try
        {
            await Task.WhenAny(found.Task, ended).WaitAsync(Limit);
        }
        catch (TimeoutException waited)
        {
            throw new TimeoutException($"The line never came:\n{Output}", waited);
        }
        finally
        {
            _waiting.TryRemove(found, out _);
        }

        return found.Task.IsCompleted
            ? await found.Task
            : throw new InvalidOperationException($"The process ended with {_process.ExitCode} before the line came:\n{Output}");
    }

    /// <summary>Waits for the end.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Limit);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL, to this process alone.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        foreach (var (found, matches) in _waiting)
        {
            if (matches(line))
            {
                found.TrySetResult(line);
            }
        }
    }

    private static RunningProcess Launch(
        IEnumerable<string> launcher, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string? executable = null)
    {
        // What a shell starts in the background ignores SIGINT, and so would everything that the tests start.
        var start = new ProcessStartInfo("env") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (IEnumerable<string>)["--default-signal=INT", .. launcher, "dotnet", executable ?? Executable, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        // Processes of tests live for seconds, in which compiling a method again after 30 calls, as is the default, does not pay:
        // it takes a fifth of the CPU that a supervisor and two workers use until they are ready. The value is hexadecimal.
        start.Environment["DOTNET_TC_CallCountThreshold"] = "3E8";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        var running = new RunningProcess(process);
        process.OutputDataReceived += (_, e) => running.Hear(e.Data);
        process.ErrorDataReceived += (_, e) => running.Hear(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        return running;
    }
}
