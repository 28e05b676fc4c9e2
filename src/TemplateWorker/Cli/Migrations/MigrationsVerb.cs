using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Cli.Migrations;

/// <summary>Reads <c>migrations status | verify | repair</c>.</summary>
internal static class MigrationsVerb
{
    private static readonly string[] Actions = ["status", "verify", "repair"];

    public static Command Interpret(MigrationsFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new FlagReader(reasons);
        var words = new Queue<string>(flags.Words);
        var context = new MigrationsContext(flags.Config ?? Command.DefaultConfig, reader.Log(flags.LogLevel, flags.LogFormat), flags.Json);
        if (!words.TryDequeue(out var action))
        {
            reader.Add($"migrations needs one of {string.Join(", ", Actions)}");
            return reader.Fail();
        }

        Func<Command>? command = action switch
        {
            "status" => () => new ShowMigrations(context),
            "verify" => () => new VerifyMigrations(context),
            "repair" => () => new RepairMigrations(context),
            _ => null,
        };
        if (command is null)
        {
            reader.Add($"migrations {Quoted.Text(action)} is unknown; use one of {string.Join(", ", Actions)}");
            return reader.Fail();
        }

        foreach (var stray in words)
        {
            reader.Add($"{Quoted.Text(stray)} is an unexpected argument of migrations {action}");
        }

        RequireYes(reader, action, flags.Yes);
        return reader.HasFaults ? reader.Fail() : command();
    }

    private static void RequireYes(FlagReader reader, string action, bool isGiven)
    {
        if (action == "repair" && !isGiven)
        {
            reader.Add("migrations repair needs --yes, because what was recorded before is lost; migrations verify shows what differs");
        }
        else if (action != "repair" && isGiven)
        {
            reader.Add($"--yes is valid with migrations repair, not with migrations {action}");
        }
    }
}
