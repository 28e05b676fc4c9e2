using System.Diagnostics;
using System.Globalization;
using Npgsql;
using TemplateWorker.Benchmarks.Figures.Stand;

namespace TemplateWorker.Benchmarks.Figures.Baselines.JobQueue;

/// <summary>
/// Figure n: graphile-worker, a well-kept job queue on PostgreSQL, from the npm registry, doing one upsert for each job
/// with one named queue for each tenant.
/// </summary>
internal sealed class GraphileWorker : IAsyncDisposable
{
    private const string Version = "0.17.3";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder;
    private readonly NpgsqlConnectionStringBuilder _address;
    private readonly NpgsqlDataSource _source;

    private GraphileWorker(string folder, NpgsqlConnectionStringBuilder address)
    {
        _folder = folder;
        _address = address;
        _source = NpgsqlDataSource.Create(address.ConnectionString);
    }

    /// <summary>Installs it into the folder of the run, with its schema.</summary>
    /// <exception cref="BenchException">Node.js or npm is missing, or the registry cannot be reached.</exception>
    public static async Task<GraphileWorker> InstallAsync(BenchStand stand, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(stand.Folder.Path, "graphile")).FullName;
        var address = new NpgsqlConnectionStringBuilder(stand.ConnectionString) { CommandTimeout = 0 };
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"private": true}""", cancellationToken);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Figures", "Baselines", "JobQueue", "worker.mjs"), Path.Combine(folder, "worker.mjs"));
        await RunAsync(folder, address, "npm", ["install", "--no-audit", "--no-fund", $"graphile-worker@{Version}"], cancellationToken);
        await RunAsync(folder, address, "npx", ["graphile-worker", "--schema-only"], cancellationToken);
        var worker = new GraphileWorker(folder, address);
        await worker.ExecuteAsync("create schema baseline_jobs; create table baseline_jobs.tenant_kv (like public.tenant_kv including all)", cancellationToken);
        return worker;
    }

    /// <summary>Queues jobs for random tenants.</summary>
    public Task FillAsync(int jobs, CancellationToken cancellationToken) => ExecuteAsync(
        $"""
        with drawn as materialized (select (floor(random() * {BenchTenants.Count}) + 1)::int::text as tenant from generate_series(1, {jobs}))
        select count(*) from graphile_worker.add_jobs(
            (select array_agg(row('increment', json_build_object('tenant', tenant), tenant, null, null, null, null, null)::graphile_worker.job_spec) from drawn));
        analyze;
        """,
        cancellationToken);

    /// <summary>Works off all of them.</summary>
    /// <returns>From when the process, ready and connected to nothing, was told to begin.</returns>
    /// <exception cref="BenchException">It ended, or was not done in time.</exception>
    public async Task<TimeSpan> DrainAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var process = Start(_folder, _address, "node", ["worker.mjs"]);
        try
        {
            return await DrainAsync(process, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchException($"graphile-worker did not work off its backlog within {Patience.TotalMinutes:F0} min.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    public async ValueTask DisposeAsync() => await _source.DisposeAsync();

    private static async Task<TimeSpan> DrainAsync(Process process, CancellationToken cancellationToken)
    {
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await ExpectAsync("ready");
        var start = Stopwatch.GetTimestamp();
        await process.StandardInput.WriteLineAsync("begin".AsMemory(), cancellationToken);
        await process.StandardInput.FlushAsync(cancellationToken);
        await ExpectAsync("drained");
        var elapsed = Stopwatch.GetElapsedTime(start);
        await process.WaitForExitAsync(cancellationToken);
        return elapsed;

        async Task ExpectAsync(string word)
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line == word)
                {
                    return;
                }
            }

            throw new BenchException($"graphile-worker ended: {await errors}");
        }
    }

    private static async Task RunAsync(string folder, NpgsqlConnectionStringBuilder address, string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(folder, address, program, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new BenchException($"{program} failed, which figure n needs (--only leaves it out): {await errors} {await output}");
        }
    }

    private static Process Start(string folder, NpgsqlConnectionStringBuilder address, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGHOST"] = address.Host;
        start.Environment["PGPORT"] = address.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = address.Username;
        start.Environment["PGPASSWORD"] = address.Password;
        start.Environment["PGDATABASE"] = address.Database;
        start.Environment["NO_LOG_SUCCESS"] = "1";
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BenchException($"{program} is not installed, which figure n needs: install Node.js, or leave n out with --only.");
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
