using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace TemplateWorker.Benchmarks.Figures.Baselines;

/// <summary>
/// PostgreSQL's own load generator with one script: what the database does when every event is a transaction of its own,
/// and nothing is in between.
/// </summary>
/// <param name="connectionString">Of the database.</param>
/// <param name="scriptFile">The transaction.</param>
internal sealed class Pgbench(string connectionString, string scriptFile)
{
    private const int Threads = 2;

    /// <summary>Runs it.</summary>
    /// <returns>Transactions.</returns>
    /// <exception cref="BenchException">It failed; the message quotes it.</exception>
    public async Task<PgbenchResult> RunAsync(int clients, TimeSpan time, CancellationToken cancellationToken)
    {
        var address = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(FindProgram()) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PGPASSWORD"] = address.Password;
        IEnumerable<string> arguments =
        [
            "-n", "-M", "prepared", "-f", scriptFile, "-D", $"clients={Number(clients)}", "-D", "n=0",
            "-c", Number(clients), "-j", Number(Math.Min(Threads, clients)), "-T", Number(Math.Max(1, (int)Math.Round(time.TotalSeconds))),
            "-h", address.Host!, "-p", Number(address.Port), "-U", address.Username!, address.Database!,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 && PgbenchResult.TryParse(await output) is { } result
            ? result
            : throw new BenchException($"pgbench failed: {await errors} {await output}");
    }

    private static string FindProgram() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal)
                .Select(version => Path.Combine(version, "bin", "pgbench")).FirstOrDefault(File.Exists) ?? "pgbench"
            : "pgbench";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
