using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Changes;

/// <summary>
/// Hears what was changed in the database, by whomever: tenants' templates and bans, tokens, lanes, the owners of slots. It holds one
/// connection of the pool for as long as it runs; when that breaks it connects again, for ever.
/// </summary>
/// <remarks>
/// What happens while there is no connection is not heard. So after every connection, the first too, the caller is told
/// that anything may have changed. Changes of one tenant that are committed together are heard once. Behind a pooler in
/// transaction mode nothing is ever heard: that is found out by a notification of its own, told once, and from then on the
/// caller is told now and then that anything may have changed.
/// </remarks>
public sealed partial class ChangeListener
{
    private const string TenantChannel = "template_worker_tenant";
    private const string WakeChannel = "template_worker_wake";
    private const string SlotsChannel = "template_worker_slots";
    private const string TokenChannel = "template_worker_token";
    private const string EchoChannel = "template_worker_echo";
    private const string Listen = $"listen {TenantChannel}; listen {WakeChannel}; listen {SlotsChannel}; listen {TokenChannel}; listen {EchoChannel}";
    private const string Call = $"select pg_notify('{EchoChannel}', $1)";
    private const string Probe = "select 1";

    // A router may drop a silent connection without a word; asking now and then is the only way to notice.
    private static readonly TimeSpan DefaultKeepAlive = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EchoTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How often a deaf listener assumes that everything changed, and how many times before it tries to listen again.</summary>
    private static readonly TimeSpan DeafInterval = TimeSpan.FromSeconds(5);
    private const int DeafResets = 60;

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly ILogger<ChangeListener> _logger;
    private readonly TimeSpan _keepAlive;
    private bool _isDeaf;

    /// <summary>Makes a listener that does nothing yet.</summary>
    public ChangeListener(Database database, TimeProvider time, ILogger<ChangeListener> logger)
        : this(database, time, logger, DefaultKeepAlive)
    {
    }

    internal ChangeListener(Database database, TimeProvider time, ILogger<ChangeListener> logger, TimeSpan keepAlive)
    {
        _database = database;
        _time = time;
        _logger = logger;
        _keepAlive = keepAlive;
    }

    /// <summary>Listens until cancelled. The handlers are called one at a time, and should be quick.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(ChangeHandlers handlers, CancellationToken stopping)
    {
        var failures = 0;
        var lostAt = _time.GetTimestamp();
        while (true)
        {
            var losses = _database.Losses;
            try
            {
                await ListenAsync(handlers, Connected, stopping);
            }
            catch (Exception exception) when (_database.Explain(exception, isConnected: false, losses) is { } explained)
            {
                if (failures++ == 0)
                {
                    lostAt = _time.GetTimestamp();
                    handlers.ConnectionLost();
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

            handlers.Reset();
        }
    }

    // Returns when nothing can be heard, and it is time to try again; else it ends by throwing: the connection broke, or the
    // token was cancelled.
    private async Task ListenAsync(ChangeHandlers handlers, Action connected, CancellationToken stopping)
    {
        using var session = await _database.OpenSessionAsync(stopping);
        var connection = session.Connection;
        connection.Notification += (_, notification) => Hear(notification, handlers);
        await using var listen = new NpgsqlCommand(Listen, connection);
        await listen.ExecuteNonQueryAsync(stopping);
        connected();
        if (!await HearsEchoAsync(connection, stopping))
        {
            session.Dispose();
            await StayDeafAsync(handlers, stopping);
            return;
        }

        await using var probe = new NpgsqlCommand(Probe, connection) { CommandTimeout = (int)ProbeTimeout.TotalSeconds };
        while (true)
        {
            if (!await connection.WaitAsync(_keepAlive, stopping))
            {
                await probe.ExecuteNonQueryAsync(stopping);
            }
        }
    }

    /// <summary>Whether what another session notifies arrives here.</summary>
    private async Task<bool> HearsEchoAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        var call = Guid.NewGuid().ToString("N");
        var isHeard = false;
        void Hear(object sender, NpgsqlNotificationEventArgs notification) =>
            isHeard |= notification.Channel == EchoChannel && notification.Payload == call;

        connection.Notification += Hear;
        await _database.UseAsync(
            async (other, token) =>
            {
                await using var command = new NpgsqlCommand(Call, other);
                command.Parameters.AddText(call);
                return await command.ExecuteNonQueryAsync(token);
            },
            stopping);

        var called = _time.GetTimestamp();
        var isInTime = true;
        while (!isHeard && isInTime)
        {
            var left = EchoTimeout - _time.GetElapsedTime(called);
            isInTime = left > TimeSpan.Zero && await connection.WaitAsync(left, stopping);
        }

        connection.Notification -= Hear;
        if (isHeard && _isDeaf)
        {
            _isDeaf = false;
            Log.Hears(_logger);
        }

        return isHeard;
    }

    private async Task StayDeafAsync(ChangeHandlers handlers, CancellationToken stopping)
    {
        if (!_isDeaf)
        {
            _isDeaf = true;
            Log.Deaf(_logger, EchoTimeout.TotalSeconds, DeafInterval.TotalSeconds);
        }

        for (var resets = 0; resets < DeafResets; resets++)
        {
            await Task.Delay(DeafInterval, _time, stopping);
            handlers.Reset();
        }
    }

    // Any role that may log in can notify these channels, so a payload that names nothing known is ignored.
    private static void Hear(NpgsqlNotificationEventArgs notification, ChangeHandlers handlers)
    {
        switch (notification.Channel)
        {
            case TenantChannel when TenantId.TryParse(notification.Payload, out var tenant):
                handlers.TenantChanged(tenant);
                break;
            case WakeChannel when ReadSlots(notification.Payload) is { Count: > 0 } slots:
                handlers.LanesChanged(slots);
                break;
            case TokenChannel:
                handlers.TokenChanged(notification.Payload);
                break;
            case SlotsChannel:
                handlers.SlotsMoved();
                break;
        }
    }

    private static List<int> ReadSlots(string payload)
    {
        List<int> slots = [];
        foreach (var part in payload.Split(','))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var slot) && slot < TenantId.SlotCount)
            {
                slots.Add(slot);
            }
        }

        return slots;
    }
}
