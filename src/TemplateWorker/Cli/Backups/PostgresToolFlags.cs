using CommandLine;
using TemplateWorker.Cli.Operator;

namespace TemplateWorker.Cli.Backups;

/// <summary>The flags of everything that runs PostgreSQL's own programs.</summary>
internal abstract class PostgresToolFlags : OperatorFlags
{
    /// <summary>The folder of the programs.</summary>
    [Option("pg-bin", MetaValue = "DIR", HelpText = "The folder of pg_dump and pg_restore. Default: /usr/lib/postgresql/*/bin and PATH.")]
    public string? ProgramFolder { get; init; }
}
