using System.Text.Json;
using TemplateWorker.Cli;

namespace TemplateWorker.Hosting.Migrations;

/// <summary>What <c>migrations schema</c> prints.</summary>
internal static class SchemaAnswer
{
    /// <param name="sql">With a newline at its end, which printing adds again.</param>
    public static MigrationsAnswer Of(string sql) =>
        new(ExitCode.Done, JsonSerializer.Serialize(new SchemaReport(sql), MigrationsJson.Plain.SchemaReport), sql.TrimEnd('\n'));
}

/// <summary>The schema of the database.</summary>
/// <param name="Sql">What makes it.</param>
internal sealed record SchemaReport(string Sql);
