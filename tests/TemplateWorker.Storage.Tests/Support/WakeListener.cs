using System.Threading.Channels;
using Npgsql;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Support;

/// <summary>Hears the wakes of a test's database.</summary>
internal sealed class WakeListener : IAsyncDisposable
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(30);

    private readonly NpgsqlConnection _connection;
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _listening;

    private WakeListener(NpgsqlConnection connection)
    {
        _connection = connection;
        connection.Notification += (_, notification) => _heard.Writer.TryWrite(notification.Payload);
        _listening = ListenAsync();
    }

    public static async Task<WakeListener> StartAsync(TestDatabase test)
    {
        var connection = await test.ConnectAsync();
        await using var command = new NpgsqlCommand("listen template_worker_wake", connection);
        await command.ExecuteNonQueryAsync();
        return new WakeListener(connection);
    }

    /// <summary>The payload of the next notification.</summary>
    public async Task<string> NextAsync()
    {
        using var timeout = new CancellationTokenSource(UnexpectedTimeout);
        return await _heard.Reader.ReadAsync(timeout.Token);
    }

    /// <summary>Whether nothing was heard up to now: a notification of the test's own is the next.</summary>
    public async Task<bool> IsQuietAsync(TestDatabase test)
    {
        await test.ExecuteAsync("notify template_worker_wake, 'now'");
        return await NextAsync() == "now";
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _listening;
        await _connection.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                await _connection.WaitAsync(_stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }
}
