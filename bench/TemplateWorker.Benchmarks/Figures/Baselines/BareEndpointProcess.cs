using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace TemplateWorker.Benchmarks.Figures.Baselines;

/// <summary>A <see cref="BareEndpoint"/> in a process of its own.</summary>
internal sealed class BareEndpointProcess : IAsyncDisposable
{
    private readonly Process _process;

    private BareEndpointProcess(Process process, int port)
    {
        _process = process;
        Address = new IPEndPoint(IPAddress.Loopback, port);
    }

    public IPEndPoint Address { get; }

    public int ProcessId => _process.Id;

    /// <exception cref="BenchException">It did not start.</exception>
    public static async Task<BareEndpointProcess> StartAsync(int responseBytes, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(BareEndpointProcess).Assembly.Location);
        }

        start.ArgumentList.Add(BareEndpoint.Verb);
        start.ArgumentList.Add(responseBytes.ToString(CultureInfo.InvariantCulture));
        var process = Process.Start(start)!;
        var port = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return new BareEndpointProcess(
            process, int.TryParse(port, CultureInfo.InvariantCulture, out var number) ? number : throw new BenchException("The bare endpoint did not start."));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
