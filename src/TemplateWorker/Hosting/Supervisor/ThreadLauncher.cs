using TemplateWorker.Hosting.Worker;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.JavaScript;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Supervision.Launching;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>
/// <c>--worker-type threadpool</c>: workers as threads of this process, over the same protocol. They share one script
/// engine and cannot be killed: a hanging worker is abandoned together with its threads.
/// </summary>
internal sealed class ThreadLauncher(ScriptingOptions scripting, bool hasMicrotaskGuard) : IWorkerLauncher, IDisposable
{
    private readonly Lazy<IScriptEngine> _engine = new(() => EngineFactory.ForSharedProcess(scripting, hasMicrotaskGuard));

    public IWorkerProcess Launch(WorkerLaunch launch) => new WorkerThreads(launch, _engine);

    public void Dispose()
    {
        if (_engine.IsValueCreated)
        {
            _engine.Value.Dispose();
        }
    }

    /// <summary>The workers of this process share the engine; the launcher disposes it.</summary>
    private sealed class SharedEngine(IScriptEngine engine) : IScriptEngine
    {
        public string Name => engine.Name;

        public bool BindsHeapsToThreads => engine.BindsHeapsToThreads;

        public bool HasMicrotaskGuard => engine.HasMicrotaskGuard;

        public IScriptHeap CreateHeap() => engine.CreateHeap();

        public void KeepParsed(ScriptSource source) => engine.KeepParsed(source);

        public void TrimMemory() => engine.TrimMemory();

        public void Dispose()
        {
        }
    }

    private sealed class WorkerThreads : IWorkerProcess
    {
        private readonly CancellationTokenSource _stopping = new();

        public WorkerThreads(WorkerLaunch launch, Lazy<IScriptEngine> engine)
        {
            Exited = Task.Run(() => RunAsync(launch, engine));
        }

        public int ProcessId => Environment.ProcessId;

        public Task<string> Exited { get; }

        public ProcessActivity? Activity => null;

        public void Kill() => _stopping.Cancel();

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await Exited;
            _stopping.Dispose();
        }

        private async Task<string> RunAsync(WorkerLaunch launch, Lazy<IScriptEngine> engine)
        {
            var reason = await WorkerHost.RunAsync(
                launch.Invitation, launch.Number, _ => new SharedEngine(engine.Value), Kill, _stopping.Token);
            return reason == GoodbyeReason.Drained ? "its threads ended" : $"its threads were abandoned or ended ({reason})";
        }
    }
}
