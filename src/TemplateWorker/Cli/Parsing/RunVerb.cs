using TemplateWorker.Api.Syntax;
using TemplateWorker.Configuration.Schema;
using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Cli.Parsing;

/// <summary>Reads the flags of the default verb: first the values, then their combination with the role.</summary>
internal sealed class RunVerb
{
    // Help and messages use the first word of each.
    private static readonly ChoiceSyntax<WorkerType> Types = new(
        ("processpool", WorkerType.ProcessPool), ("process-pool", WorkerType.ProcessPool),
        ("threadpool", WorkerType.ThreadPool), ("thread-pool", WorkerType.ThreadPool),
        ("processpoolworker", WorkerType.ProcessPoolWorker), ("process-pool-worker", WorkerType.ProcessPoolWorker),
        ("migrate", WorkerType.Migrate), ("apply-migration", WorkerType.Migrate),
        ("register", WorkerType.Register), ("register-commands", WorkerType.Register));

    private static readonly IntegerSyntax WorkerNumber = new(0, int.MaxValue);

    private readonly FlagReader _reader;

    private RunVerb(IReadOnlyList<string> reasons) => _reader = new FlagReader(reasons);

    /// <summary>The command, or all faults.</summary>
    /// <param name="flags">As typed.</param>
    /// <param name="reasons">Faults that are already known.</param>
    public static Command Interpret(RunFlags flags, IReadOnlyList<string> reasons) => new RunVerb(reasons).Read(flags);

    private Command Read(RunFlags flags)
    {
        if (flags.Help)
        {
            return new ShowHelp(HelpPage.Text);
        }

        if (flags.Version)
        {
            return new ShowVersion(ProductVersion.Text);
        }

        foreach (var stray in flags.Strays)
        {
            _reader.Add($"{Quoted.Text(stray)} is neither a verb nor a flag{FlagFaults.Suggestion(stray, [typeof(RunFlags)])}");
        }

        var connections = _reader.Value("--max-db-connections", flags.MaxDbConnections, WorkersTable.MaxDbConnections);
        var workers = _reader.Value("--process-workers", flags.ProcessWorkers, WorkersTable.Count);
        var workerId = _reader.Value("--worker-id", flags.WorkerId, WorkerNumber);
        var legacyValues = _reader.Value("--legacy-values", flags.LegacyValues, Choices.LegacyValues);
        var log = _reader.Log(flags.LogLevel, flags.LogFormat);
        var config = flags.Config ?? Command.DefaultConfig;

        // Without a known role the other flags cannot be checked.
        if ((flags.WorkerType is null ? WorkerType.ProcessPool : _reader.Value("--worker-type", flags.WorkerType, Types)) is not { } type)
        {
            return _reader.Fail();
        }

        CheckTogether(flags, type);
        return _reader.HasFaults ? _reader.Fail() : type switch
        {
            WorkerType.ProcessPoolWorker => new RunWorker(workerId!.Value, log),
            WorkerType.Migrate => new Migrate(config, log, legacyValues ?? LegacyValues.Evidence),
            WorkerType.Register => new Register(config, flags.Templates!, log),
            _ => new RunSupervisor
            {
                Mode = type == WorkerType.ThreadPool ? WorkerMode.ThreadPool : WorkerMode.ProcessPool,
                ConfigPath = config,
                MaxDbConnections = connections,
                ProcessWorkers = workers,
                Log = log,
            },
        };
    }

    private void CheckTogether(RunFlags flags, WorkerType type)
    {
        WorkerType[] pools = [WorkerType.ProcessPool, WorkerType.ThreadPool];
        Only(flags.MaxDbConnections, "--max-db-connections", type, pools);
        Only(flags.ProcessWorkers, "--process-workers", type, pools);
        Only(flags.WorkerId, "--worker-id", type, WorkerType.ProcessPoolWorker);
        Only(flags.LegacyValues, "--legacy-values", type, WorkerType.Migrate);
        Only(flags.Templates, "--templates", type, WorkerType.Register);
        Only(flags.Config, "--config", type, [.. pools, WorkerType.Migrate, WorkerType.Register]);
        if (type == WorkerType.ProcessPoolWorker && flags.WorkerId is null)
        {
            _reader.Add("--worker-type processpoolworker needs --worker-id and is for the supervisor only; use processpool instead");
        }

        if (type == WorkerType.Register && flags.Templates is null)
        {
            _reader.Add("--worker-type register needs --templates DIR, the folder to publish");
        }
    }

    private void Only(string? given, string flag, WorkerType type, params WorkerType[] allowed)
    {
        if (given is not null && !allowed.Contains(type))
        {
            _reader.Add($"{flag} is valid with --worker-type {string.Join(" or ", allowed.Select(Types.Format))}, not with {Types.Format(type)}");
        }
    }
}

/// <summary>The values of <c>--worker-type</c>.</summary>
internal enum WorkerType
{
    /// <summary>A supervisor whose workers are processes.</summary>
    ProcessPool,

    /// <summary>A supervisor whose workers are threads.</summary>
    ThreadPool,

    /// <summary>A worker process; started by a supervisor only.</summary>
    ProcessPoolWorker,

    /// <summary>Applies migrations.</summary>
    Migrate,

    /// <summary>Publishes templates.</summary>
    Register,
}
