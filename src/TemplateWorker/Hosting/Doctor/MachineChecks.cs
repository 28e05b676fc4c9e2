using System.Net;
using System.Net.Sockets;
using TemplateWorker.Api.Server;
using TemplateWorker.Cli;
using TemplateWorker.Configuration.Schema;
using TemplateWorker.Hosting.Supervisor;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Sandbox;

namespace TemplateWorker.Hosting.Doctor;

/// <summary>Checks what needs no database: the machine or container, the addresses, the secrets and the script engine.</summary>
internal static class MachineChecks
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(ConfiguredRun run) =>
        [.. Machine(run.Options), .. Secrets(run), .. Addresses(run.Options.Addrs), Sandbox(run.Options), await EngineAsync(run)];

    private static IEnumerable<Finding> Machine(RootOptions options)
    {
        const string Check = "machine";
        var fault = MachineLimits.Fault(options.Workers, MachineLimits.OpenFiles);
        var warnings = MachineLimits.Warnings(options.Workers, options.Scripting, MachineMemory.Read("/"), new ControlGroups("/").Tasks).ToList();
        if (fault is not null)
        {
            yield return Finding.Fault(Check, fault);
        }

        foreach (var warning in warnings)
        {
            yield return Finding.Warning(Check, warning);
        }

        if (fault is null && warnings.Count == 0)
        {
            yield return Finding.Ok(Check, $"Open files, memory and threads suffice for {options.Workers.Count} workers");
        }

        if (Environment.IsPrivilegedProcess)
        {
            yield return Finding.Warning(Check, "This is root; a supervisor needs no rights of root, so run it as another user");
        }
    }

    private static IEnumerable<Finding> Secrets(ConfiguredRun run)
    {
        const string Check = "secrets";
        var warnings = ExposedSecrets.Warnings(run.SecretFiles, PeerCredentials.OfThisProcess()?.UserId).ToList();
        return warnings.Count == 0
            ? [Finding.Ok(Check, "No file with a secret is open to other users")]
            : warnings.Select(warning => Finding.Warning(Check, warning));
    }

    private static IEnumerable<Finding> Addresses(AddrsOptions addrs)
    {
        if (addrs.Open)
        {
            yield return Finding.Warning("addrs.open", "The API needs no token: every user and program that can connect may do everything");
        }

        foreach (var (setting, address) in ((string, IPEndPoint?)[])[("addrs.http", addrs.Http), ("addrs.health", addrs.Health), ("addrs.metrics", addrs.Metrics)])
        {
            if (address is not null)
            {
                yield return Listening(setting, address);
            }
        }
    }

    private static Finding Listening(string setting, IPEndPoint address)
    {
        try
        {
            using var listener = new TcpListener(address);
            listener.Start();
            return Finding.Ok(setting, $"{address} is free");
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return Finding.Warning(setting, $"{address} is in use: by a supervisor that runs already, or by another program. Then stop it, or choose another port");
        }
        catch (SocketException fault)
        {
            return Finding.Fault(setting, $"This machine cannot listen on {address}: {fault.Message}. Choose one of its addresses, and a port from 1024");
        }
    }

    private static Finding Sandbox(RootOptions options) =>
        SandboxPlan.Of(WorkerMode.ProcessPool, options.Workers.Sandbox, OperatingSystem.IsLinux(), ProcessSandbox.SealFault()).Shortfall is { } shortfall
            ? Finding.Warning("sandbox", shortfall)
            : Finding.Ok("sandbox", "Worker processes give up the rights that scripts do not need");

    private static async Task<Finding> EngineAsync(ConfiguredRun run)
    {
        const string Check = "engine";
        await using var probe = new EngineProbe(run.Options.Scripting, run.Signals.Stop);
        var hasGuard = await probe.HasGuard;
        try
        {
            using var engine = EngineFactory.ForSharedProcess(run.Options.Scripting, hasGuard);
            return hasGuard
                ? Finding.Ok(Check, $"{engine.Name} loads and passes its self-tests")
                : Finding.Warning(Check, $"{engine.Name} does not stop promise floods: such a run ends only when its worker is killed (docs/engines.md)");
        }
        catch (ScriptEngineUnavailableException fault)
        {
            return Finding.Fault(Check, fault.Message);
        }
    }
}
