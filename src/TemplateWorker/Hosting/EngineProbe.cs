using System.Diagnostics;
using TemplateWorker.Cli;
using TemplateWorker.JavaScript;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Supervision.Launching;

namespace TemplateWorker.Hosting;

/// <summary>
/// Tests, once per start, whether the script engine's guard against promise floods works on this machine. The test runs in a
/// child process, because it never ends where the guard fails. Disposing this instance ends the child.
/// </summary>
internal sealed class EngineProbe : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping;

    public EngineProbe(ScriptingOptions options, CancellationToken cancellationToken)
    {
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        HasGuard = options.Engine == ScriptEngineKind.Jint ? Task.FromResult(true) : TestAsync(options.Jit, _stopping.Token);
    }

    /// <summary>Whether the guard works; false if the test timed out.</summary>
    public Task<bool> HasGuard { get; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await HasGuard;
        }
        catch (OperationCanceledException)
        {
            // The result is no longer needed.
        }

        _stopping.Dispose();
    }

    private static async Task<bool> TestAsync(bool jit, CancellationToken cancellationToken)
    {
        string[] arguments = jit ? ["self-test", "--jit"] : ["self-test"];
        var start = OwnExecutable.StartInfo(arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var child = Process.Start(start)!;
        try
        {
            await child.WaitForExitAsync(cancellationToken).WaitAsync(Limit, TimeProvider.System, cancellationToken);
            return child.ExitCode == (int)ExitCode.Done;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            child.Kill();
        }
    }
}
