using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Server;
using TemplateWorker.Cli;
using TemplateWorker.Configuration;
using TemplateWorker.Configuration.Schema;
using TemplateWorker.Ipc;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Storage;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Hosting;

/// <summary>Common start of every role except the worker: configuration, logs, signals, the database, and error handling.</summary>
internal sealed partial class ConfiguredRun
{
    private ConfiguredRun(ConfigurationOutcome.Loaded configuration, string configPath, ILoggerFactory loggers, StopSignals signals)
    {
        Options = configuration.Options;
        SecretFiles = configuration.SecretFiles;
        ConfigDirectory = Path.GetDirectoryName(Path.GetFullPath(configPath))!;
        Loggers = loggers;
        Signals = signals;
    }

    public RootOptions Options { get; }

    /// <summary>The folder of the configuration file.</summary>
    public string ConfigDirectory { get; }

    /// <inheritdoc cref="ConfigurationOutcome.Loaded"/>
    public IReadOnlyList<string> SecretFiles { get; }

    public ILoggerFactory Loggers { get; }

    public StopSignals Signals { get; }

    /// <summary>Reads the configuration and does the work. Writes faults to standard error and returns the exit code.</summary>
    public static async Task<ExitCode> RunAsync(
        string configPath, IReadOnlyList<SettingOverride> overrides, ProcessRole role, Func<ConfiguredRun, Task<ExitCode>> work)
    {
        var sources = new ConfigurationSources { Path = configPath, Environment = ProcessEnvironment.Read(), Overrides = overrides };
        switch (ConfigurationLoader.Load(sources))
        {
            case ConfigurationOutcome.Invalid(var faults):
                foreach (var fault in faults)
                {
                    await System.Console.Error.WriteLineAsync(fault.ToString());
                }

                return ExitCode.Misuse;
            case ConfigurationOutcome.Loaded loaded:
                return await RunAsync(loaded, configPath, role, work);
            default:
                throw new InvalidOperationException("The configuration gave no outcome.");
        }
    }

    /// <exception cref="StorageException">The database cannot be reached.</exception>
    public Task<PostgresAccess> OpenPostgresAsync() =>
        PostgresAccess.OpenAsync(Options.Meta, ConfigDirectory, Signals.Stop);

    private static async Task<ExitCode> RunAsync(
        ConfigurationOutcome.Loaded configuration, string configPath, ProcessRole role, Func<ConfiguredRun, Task<ExitCode>> work)
    {
        using var loggers = LoggingSetup.Create(configuration.Options.Logging, ProcessEnvironment.ErrorColours, role, workerNumber: null);
        using var signals = new StopSignals();
        try
        {
            return await work(new ConfiguredRun(configuration, configPath, loggers, signals));
        }
        catch (Exception fault) when (fault is StorageException or HttpStartException or TokenFileException or IpcException or ScriptEngineUnavailableException)
        {
            // Faults that an operator can fix: the message is enough.
            Log.Failed(loggers.CreateLogger<ConfiguredRun>(), fault.Message);
            return fault is StorageException { IsMisuse: true } ? ExitCode.Misuse : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return ExitCode.Done;
        }
    }
}
