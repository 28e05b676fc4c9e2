using Microsoft.Extensions.Hosting;

namespace TemplateWorker.Api.Server;

/// <summary>Leaves signals to the supervisor, which starts and stops the server.</summary>
internal sealed class ForeignLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
