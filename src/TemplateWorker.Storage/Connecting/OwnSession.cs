using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>A connection whose session its user may change, by settings or by listening, until it is disposed. For one thread.</summary>
internal sealed class OwnSession(NpgsqlConnection connection, ConnectionPool pool) : IDisposable
{
    public NpgsqlConnection Connection => connection;

    /// <summary><see cref="Database.Losses"/> when the connection was there.</summary>
    public long Losses { get; } = pool.Losses.Value;

    /// <summary>Restores the session and returns the connection; one that cannot be restored, or that is from before a loss, is closed.</summary>
    public void Dispose()
    {
        try
        {
            if (connection.State == System.Data.ConnectionState.Open && Losses == pool.Losses.Value)
            {
                SessionSettings.Restore(connection);
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // Connections that are in use now are closed when they are returned; so is this one.
            pool.Clear();
        }
        finally
        {
            connection.Dispose();
        }
    }
}
