using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Embedding;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations;

namespace TemplateWorker.EmbeddedHost;

/// <summary>Publishes a template, runs one event of a tenant, and prints the handler's result.</summary>
public static class Program
{
    public static Task Main(string[] arguments) => RunAsync(arguments[0], Console.Out, CancellationToken.None);

    public static async Task RunAsync(string connectionString, TextWriter output, CancellationToken cancellationToken)
    {
        var options = new DatabaseOptions { ConnectionString = connectionString, MaxConnections = 10 };
        await using var database = await Database.OpenAsync(options, cancellationToken);
        await new Migrator(database, TimeProvider.System).ApplyAsync(_ => { }, cancellationToken);
        await using var host = await TemplateHost.StartAsync(
            database, new TemplateHostOptions(), NullLoggerFactory.Instance, TimeProvider.System, cancellationToken);

        var tenant = new TenantId("guild", "1234");
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["index.js"] = "on('hello', event => `${event.data.name}, visit ${kv.increment('visits')}`);",
        };
        var published = await host.PublishAsync(tenant, "greeter", files, cancellationToken);
        var outcome = await host.RunAsync(tenant, "hello", Encoding.UTF8.GetBytes("""{"name": "Ada"}"""), cancellationToken);
        await output.WriteLineAsync((published, outcome) switch
        {
            (TemplatePublication.Rejected rejected, _) => $"The template was rejected: {rejected.Message}",
            (_, EventOutcome.Finished { Runs: [{ Failure: null } run] }) => run.ResultJson,
            (_, EventOutcome.Finished finished) => string.Join('\n', finished.Runs.Select(run => run.Failure)),
            _ => outcome.ToString(),
        });
    }
}
