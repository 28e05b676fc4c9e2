using Microsoft.Extensions.Logging;
using Npgsql;

namespace TemplateWorker.Storage.Changes;

/// <summary>
/// Hears which tenants' templates or bans were changed, by whomever. It holds one connection of the pool for as long as it
/// runs; when that breaks it connects again, for ever.
/// </summary>
/// <remarks>
/// What happens while there is no connection is not heard. So after every connection, the first too, the caller is told
/// that anything may have changed. Changes of one tenant that are committed together are heard once.
/// </remarks>
public sealed partial class TenantChangeListener
{
    private const string Listen = "listen template_worker_tenant";
    private const string Probe = "select 1";

    // A router may drop a silent connection without a word; asking now and then is the only way to notice.
    private static readonly TimeSpan DefaultKeepAlive = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(10);

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly ILogger<TenantChangeListener> _logger;
    private readonly TimeSpan _keepAlive;

    /// <summary>Makes a listener that does nothing yet.</summary>
    public TenantChangeListener(Database database, TimeProvider time, ILogger<TenantChangeListener> logger)
        : this(database, time, logger, DefaultKeepAlive)
    {
    }

    internal TenantChangeListener(Database database, TimeProvider time, ILogger<TenantChangeListener> logger, TimeSpan keepAlive)
    {
        _database = database;
        _time = time;
        _logger = logger;
        _keepAlive = keepAlive;
    }

    /// <summary>Listens until cancelled. Both callbacks are called one at a time, and should be quick.</summary>
    /// <param name="changed">Called with a tenant whose templates or ban were changed.</param>
    /// <param name="reset">Called after each connection: changes may have been missed, assume that everything changed.</param>
    /// <param name="stopping">Ends the listening.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(Action<TenantId> changed, Action reset, CancellationToken stopping)
    {
        var failures = 0;
        var lostAt = _time.GetTimestamp();
        while (true)
        {
            try
            {
                await ListenAsync(changed, Connected, stopping);
            }
            catch (Exception exception) when (_database.Explain(exception) is { } explained)
            {
                if (failures++ == 0)
                {
                    lostAt = _time.GetTimestamp();
                    Log.Lost(_logger, explained.Message);
                }
            }

            await Task.Delay(ReconnectDelay.After(failures), _time, stopping);
        }

        void Connected()
        {
            if (failures > 0)
            {
                Log.Restored(_logger, _time.GetElapsedTime(lostAt).TotalSeconds);
                failures = 0;
            }

            reset();
        }
    }

    // Returns only by throwing: the connection broke, or the token was cancelled.
    private async Task ListenAsync(Action<TenantId> changed, Action connected, CancellationToken stopping)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(stopping);
        connection.Notification += (_, notification) =>
        {
            // Anybody with a login can write to the channel; what names no tenant concerns none.
            if (TenantId.TryParse(notification.Payload, out var tenant))
            {
                changed(tenant);
            }
        };
        await using var listen = new NpgsqlCommand(Listen, connection);
        await listen.ExecuteNonQueryAsync(stopping);
        connected();
        await using var probe = new NpgsqlCommand(Probe, connection) { CommandTimeout = (int)ProbeTimeout.TotalSeconds };
        while (true)
        {
            if (!await connection.WaitAsync(_keepAlive, stopping))
            {
                await probe.ExecuteNonQueryAsync(stopping);
            }
        }
    }
}
