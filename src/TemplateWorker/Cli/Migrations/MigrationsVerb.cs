using TemplateWorker.Api.Syntax;
using TemplateWorker.Configuration.Schema;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Cli.Migrations;

/// <summary>Reads <c>migrations status | plan | apply | verify | repair | baseline | down | schema | check</c>.</summary>
internal sealed class MigrationsVerb
{
    private static readonly string[] Actions = ["status", "plan", "apply", "verify", "repair", "baseline", "down", "schema", "check"];

    private readonly MigrationsFlags _flags;
    private readonly FlagReader _reader;
    private readonly Queue<string> _words;
    private readonly MigrationsContext _context;

    private MigrationsVerb(MigrationsFlags flags, IReadOnlyList<string> reasons)
    {
        (_flags, _reader, _words) = (flags, new FlagReader(reasons), new Queue<string>(flags.Words));
        _context = new MigrationsContext(flags.Config ?? Command.DefaultConfig, _reader.Log(flags.LogLevel, flags.LogFormat), flags.Json);
    }

    /// <summary>The command, or all faults.</summary>
    /// <param name="flags">As typed.</param>
    /// <param name="reasons">Faults that are already known.</param>
    public static Command Interpret(MigrationsFlags flags, IReadOnlyList<string> reasons) => new MigrationsVerb(flags, reasons).Read();

    private Command Read()
    {
        var action = _words.TryDequeue(out var word) ? word : null;
        if (action is null || !Actions.Contains(action, StringComparer.Ordinal))
        {
            _reader.Add(action is null
                ? $"migrations needs one of {string.Join(", ", Actions)}"
                : $"migrations {Quoted.Text(action)} is unknown; use one of {string.Join(", ", Actions)}");
            return _reader.Fail();
        }

        var command = ReadAction(action);
        RefuseOthers(action);
        return _reader.HasFaults ? _reader.Fail() : command;
    }

    private Command ReadAction(string action)
    {
        switch (action)
        {
            case "status":
                return new ShowMigrations(_context);
            case "plan":
                return new PlanMigrations(_context);
            case "apply":
                var values = _reader.Value("--legacy-values", _flags.LegacyValues, Choices.LegacyValues);
                return new ApplyMigrations(_context, Known("--to", _flags.To), values ?? LegacyValues.Evidence);
            case "verify":
                return new VerifyMigrations(_context);
            case "repair":
                if (!_flags.Yes)
                {
                    _reader.Add("migrations repair needs --yes, because what was recorded before is lost; migrations verify shows what differs");
                }

                return new RepairMigrations(_context);
            case "baseline":
                return new WriteBaseline(_context);
            case "down":
                if (!_words.TryDequeue(out var id))
                {
                    _reader.Add("migrations down needs the id of the oldest migration to undo; migrations status lists them");
                }

                return new UndoMigrations(_context, Known("ID", id) ?? "", _flags.Yes);
            case "schema":
                return new DumpSchema(_context);
            default:
                return new CheckMigrations(_context, _flags.Base);
        }
    }

    private string? Known(string what, string? id)
    {
        if (id is not null && !Migrator.KnownIds.Contains(id, StringComparer.Ordinal))
        {
            _reader.Add($"{what} must be a migration of this version, was {Quoted.Text(id)}{(NearestName.Find(id, Migrator.KnownIds) is { } near ? $"; did you mean {near}?" : "")}");
        }

        return id;
    }

    private void RefuseOthers(string action)
    {
        Refuse("--to", _flags.To is not null, action, "apply");
        Refuse("--legacy-values", _flags.LegacyValues is not null, action, "apply");
        Refuse("--yes", _flags.Yes, action, "repair", "down");
        Refuse("--base", _flags.Base is not null, action, "check");
        foreach (var stray in _words)
        {
            _reader.Add($"{Quoted.Text(stray)} is an unexpected argument of migrations {action}");
        }
    }

    private void Refuse(string flag, bool isGiven, string action, params string[] goesWith)
    {
        if (isGiven && !goesWith.Contains(action, StringComparer.Ordinal))
        {
            _reader.Add($"{flag} is valid with migrations {string.Join(" and ", goesWith)}, not with migrations {action}");
        }
    }
}
