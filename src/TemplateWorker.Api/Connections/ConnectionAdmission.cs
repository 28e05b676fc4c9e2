using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Connections;

/// <summary>
/// Takes the connections of one listener, refuses those over its limits at once, and closes those that stay without a valid token and a request.
/// Safe for concurrent use.
/// </summary>
internal sealed partial class ConnectionAdmission(Listener listener, ConnectionLimits limits, TimeProvider time, ILogger<ConnectionAdmission> logger)
{
    /// <summary>How long further refusals are only counted.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private readonly ConnectionCounts _counts = new(limits);
    private readonly ConnectionRefusal _tooMany = new(ConnectionProblem.Of(ConnectionLimit.All, limits));
    private readonly ConnectionRefusal _tooManyOfAddress = new(ConnectionProblem.Of(ConnectionLimit.PerAddress, limits));
    private readonly Lock _gate = new();
    private long? _lastTold;
    private int _untold;

    /// <summary>Serves a connection until it ends.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = ClientAddress.Of(connection.RemoteEndPoint);
        if (_counts.Add(address) is { } broken)
        {
            var refusal = broken == ConnectionLimit.All ? _tooMany : _tooManyOfAddress;
            Note(address, refusal);
            await refusal.SendAsync(connection);
            return;
        }

        var client = new ClientConnection(listener, address, _counts, limits, time);
        try
        {
            connection.Features.Set(client);
            connection.Features.GetRequiredFeature<IConnectionHeartbeatFeature>().OnHeartbeat(static state => CloseIdle(state), connection);
            await next(connection);
        }
        finally
        {
            _counts.Remove(address, client.Caller);
        }
    }

    private static void CloseIdle(object state)
    {
        var connection = (ConnectionContext)state;
        if (connection.Features.Get<ClientConnection>() is { IsIdle: true })
        {
            // A request that arrives at the same moment is still answered.
            connection.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().RequestClose();
        }
    }

    private void Note(IPAddress address, ConnectionRefusal refusal)
    {
        int untold;
        lock (_gate)
        {
            if (_lastTold is { } last && time.GetElapsedTime(last) < Quiet)
            {
                _untold++;
                return;
            }

            _lastTold = time.GetTimestamp();
            (untold, _untold) = (_untold, 0);
        }

        Log.Refused(logger, address, refusal.Problem.Detail, untold);
    }
}
