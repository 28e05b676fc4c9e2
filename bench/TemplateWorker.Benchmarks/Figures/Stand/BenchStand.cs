using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TemplateWorker.Demo.Running;
using TemplateWorker.Storage.Embedded;

namespace TemplateWorker.Benchmarks.Figures.Stand;

/// <summary>What all figures share: one cluster, its schema, and the tenants' templates in it.</summary>
internal sealed class BenchStand : IAsyncDisposable
{
    private readonly EmbeddedCluster _cluster;

    private BenchStand(DemoFolder folder, EmbeddedCluster cluster, IPEndPoint address)
    {
        Folder = folder;
        _cluster = cluster;
        Address = address;
        Counters = new StoredCounters(cluster.ConnectionString);
    }

    public DemoFolder Folder { get; }

    /// <summary>Where supervisors listen.</summary>
    public IPEndPoint Address { get; }

    public string ConnectionString => _cluster.ConnectionString;

    public StoredCounters Counters { get; }

    /// <summary>The server's parent process, whose number is the first line of its lock file.</summary>
    public int Postmaster => int.Parse(
        File.ReadLines(Path.Combine(_cluster.Directory, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    public static async Task<BenchStand> BuildAsync(CancellationToken cancellationToken)
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePort());
        var folder = await DemoFolder.CreateAsync(address.Port, cancellationToken);

        // This program owns the server, so that it stays the same one whatever starts and stops.
        var options = new EmbeddedClusterOptions { Directory = Path.Combine(folder.Path, "cluster") };
        var cluster = await EmbeddedCluster.StartAsync(options, TimeProvider.System, cancellationToken);
        await WorkerProcess.RunAsync(folder, ["--worker-type", "migrate"], cancellationToken);
        await BenchTenants.LayOutAsync(folder.Templates, cancellationToken);
        await WorkerProcess.RunAsync(folder, ["--worker-type", "register", "--templates", folder.Templates], cancellationToken);
        return new BenchStand(folder, cluster, address);
    }

    /// <param name="engine">The script engine, as <c>scripting.engine</c> names it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<SupervisorUnderTest> StartSupervisorAsync(string engine, CancellationToken cancellationToken) =>
        await SupervisorUnderTest.StartAsync(await Folder.WithEngineAsync(engine, cancellationToken), Address, cancellationToken);

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
