using System.Globalization;
using TemplateWorker.JavaScript;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs;
using TemplateWorker.Supervision;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>Whether the machine, or the container, has what the settings ask for. Pure but for <see cref="OpenFiles"/>.</summary>
internal static class MachineLimits
{
    /// <summary>Files, libraries, pipes, and connections to the database and from a few clients.</summary>
    private const int FewestFiles = 256;

    /// <summary>Pipes and sockets of one worker.</summary>
    private const int FilesPerWorker = 8;

    /// <summary>What a worker holds before its first tenant is warm, about.</summary>
    private const long WorkerBase = 150L << 20;

    /// <summary>What a warm tenant of few templates takes on JavaScriptCore, about.</summary>
    private const long BytesPerTenant = 950L << 10;

    /// <summary>The same on Jint.</summary>
    private const long BytesPerJintTenant = 150L << 10;

    /// <summary>Threads of a worker beside those for scripts, and of a supervisor, about.</summary>
    private const int ThreadsPerProcess = 24;

    private const long MiB = 1 << 20;

    /// <summary>The soft limit on open files; null where it is not known.</summary>
    public static long? OpenFiles
    {
        get
        {
            try
            {
                var line = File.ReadLines("/proc/self/limits").FirstOrDefault(text => text.StartsWith("Max open files", StringComparison.Ordinal));
                return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..]
                    && long.TryParse(soft, CultureInfo.InvariantCulture, out var files)
                    ? files
                    : null;
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>Why the supervisor cannot start; null if it can.</summary>
    public static string? Fault(WorkersOptions workers, long? openFiles) => openFiles < FewestFiles + (FilesPerWorker * workers.Count)
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"The limit of open files is {openFiles} (ulimit -n); {workers.Count} workers and the supervisor need at least {FewestFiles + (FilesPerWorker * workers.Count)}, and each client one more. Raise it (LimitNOFILE in a systemd unit, --ulimit nofile in Docker).")
        : null;

    /// <summary>What fits badly, a sentence each.</summary>
    /// <param name="workers">The pool of workers.</param>
    /// <param name="scripting">How many tenants a worker keeps warm.</param>
    /// <param name="memory">The bytes of the machine or container; null where they are not known.</param>
    /// <param name="tasks">The threads that the control group may have; null without a limit.</param>
    public static IEnumerable<string> Warnings(WorkersOptions workers, ScriptingOptions scripting, long? memory, long? tasks)
    {
        var threads = ThreadsPerProcess + (workers.Count * (ThreadsPerProcess + ScriptThreadCount.Most(scripting)));
        if (threads > tasks)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{workers.Count} workers and the supervisor have up to about {threads} threads (workers.count, scripting.threads), but the container or unit may have {tasks} (pids.max): workers will end when they cannot start another one. Raise it (--pids-limit or pids_limit in Docker, TasksMax in a systemd unit)");
        }

        if (workers.Count * workers.MemoryBytes > memory)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{workers.Count} workers may hold {workers.MemoryBytes / MiB} MiB each (workers.count, workers.memory), {workers.Count * workers.MemoryBytes / MiB} MiB in all, but the machine or container has {memory / MiB} MiB; the kernel may end workers before they are replaced");
        }

        var perTenant = scripting.Engine == ScriptEngineKind.Jint ? BytesPerJintTenant : BytesPerTenant;
        var warm = WorkerBase + (scripting.WarmTenants * perTenant);
        if (warm > workers.MemoryBytes)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{scripting.WarmTenants} warm tenants (scripting.warm_tenants) take about {warm / MiB} MiB, more than workers.memory ({workers.MemoryBytes / MiB} MiB): workers will be replaced before that many are warm");
        }
    }
}
