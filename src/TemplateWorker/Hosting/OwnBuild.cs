using System.Reflection;
using TemplateWorker.Api.Server;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs;
using TemplateWorker.Schedules;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Hosting;

/// <summary>The build of this program, which the handshake between supervisor and worker compares.</summary>
internal static class OwnBuild
{
    /// <summary>
    /// The executable and all libraries of ours but the console, which a supervisor loads only when it serves it, and a worker never. Listed by
    /// a type of each, since an ahead-of-time compiled program cannot list its references.
    /// </summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        typeof(OwnBuild).Assembly,
        typeof(HttpServer).Assembly,
        typeof(WorkerPool).Assembly,
        typeof(BuildId).Assembly,
        typeof(TemplateRuntime).Assembly,
        typeof(IScriptEngine).Assembly,
        typeof(CronSchedule).Assembly,
        typeof(Database).Assembly,
    ];

    /// <summary>Differs when any of <see cref="Assemblies"/> was compiled from other code.</summary>
    public static string Id { get; } = BuildId.Of(Assemblies);
}
