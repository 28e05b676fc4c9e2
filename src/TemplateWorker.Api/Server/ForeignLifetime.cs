using Microsoft.Extensions.Hosting;

namespace TemplateWorker.Api.Server;

/// <summary>Whoever started the server stops it: signals are not the server's to catch.</summary>
internal sealed class ForeignLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
