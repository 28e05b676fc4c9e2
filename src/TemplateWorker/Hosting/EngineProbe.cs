using System.Diagnostics;
using TemplateWorker.Cli;
using TemplateWorker.JavaScript;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Supervision.Launching;

namespace TemplateWorker.Hosting;

/// <summary>
/// Finds out, once per start, whether the script engine's guard against promise floods works on this machine. In a child
/// process, because where it does not work the test never ends; disposing this ends the child, whatever came of the start.
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

    /// <summary>Whether the guard works; false also when that was not found out in time.</summary>
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
            // Nobody wants to know any more.
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
