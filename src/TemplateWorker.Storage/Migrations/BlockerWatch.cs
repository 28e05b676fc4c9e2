using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations.Journal;

namespace TemplateWorker.Storage.Migrations;

/// <summary>
/// Looks, from a second connection, at who blocks a migration while it waits: once its lock time-out has fired, the server
/// no longer says. Starts looking only after a moment, so that a migration that never waits costs nothing.
/// </summary>
internal sealed class BlockerWatch(Database database, TimeProvider time) : IAsyncDisposable
{
    // Several looks within the second that a lock is waited for.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private Task _looking = Task.CompletedTask;
    private IReadOnlyList<string> _seen = [];

    /// <summary>Begins to watch a backend of the server.</summary>
    public void Watch(int backend) => _looking = LookAsync(backend);

    /// <summary>Stops watching.</summary>
    /// <returns>The blockers seen last, one line each.</returns>
    public async Task<IReadOnlyList<string>> SeenAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        return _seen;
    }

    public async ValueTask DisposeAsync()
    {
        await SeenAsync();
        _stop.Dispose();
    }

    private async Task LookAsync(int backend)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, time, _stop.Token);
                var blockers = await database.UseAsync(
                    (connection, cancel) => ReadBlockers.ExecuteAsync(connection, backend, cancel), _stop.Token);
                _seen = blockers.Count > 0 ? blockers : _seen;
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped, as every watch is.
        }
        catch (StorageException exception)
        {
            _seen = [$"unknown, because looking them up failed: {exception.Message}"];
        }
    }
}
