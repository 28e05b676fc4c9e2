using System.Runtime.CompilerServices;
using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>
/// Notices commits that a synchronous standby did not confirm. A cancelled statement ends the wait for the standby, not the commit: the server
/// reports success, with a warning that the standby may not have it, and a failover would lose what was confirmed.
/// </summary>
internal static class StandbyConfirmation
{
    // The routine in PostgreSQL's source (src/backend/replication/syncrep.c) that waits; the text may be translated.
    private const string WaitingRoutine = "SyncRepWaitForLSN";

    private static readonly ConditionalWeakTable<NpgsqlConnection, PostgresNotice> Missing = [];

    /// <summary>Listens to the warnings of a connection until it is returned.</summary>
    public static void Watch(NpgsqlConnection connection) => connection.Notice += Note;

    /// <summary>Requires that each commit since <see cref="Watch"/> was confirmed as the server's settings ask.</summary>
    /// <exception cref="StorageException">One was not.</exception>
    public static void Require(NpgsqlConnection connection)
    {
        if (Missing.TryGetValue(connection, out _))
        {
            Missing.Remove(connection);
            throw new StorageException(
                StorageFault.NoAnswer, "The synchronous standby did not confirm a commit in time. Look at pg_stat_replication on the server.");
        }
    }

    private static void Note(object sender, NpgsqlNoticeEventArgs arguments)
    {
        if (arguments.Notice.Routine == WaitingRoutine)
        {
            Missing.AddOrUpdate((NpgsqlConnection)sender, arguments.Notice);
        }
    }
}
