using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace TemplateWorker.Storage;

/// <summary>
/// The lock that this program takes before it writes for a tenant: runs in their group, others in the batch that
/// writes. It is PostgreSQL's advisory lock of the transaction, so it ends with the commit and costs no table.
/// </summary>
/// <remarks>
/// It must be taken by a statement of its own, in front of the one that reads or writes: a statement sees the data as it
/// was when the statement began, which would be before it got the lock. A program that writes by plain SQL does not
/// take it; runs find that out by their guard.
/// </remarks>
internal static class TenantLock
{
    // A writer that waits has a connection which others need, and holds the tenant for the runs behind it.
    private const string Patience = "select set_config('lock_timeout', '2s', true)";
    private const string Sql = "select pg_advisory_xact_lock($1)";

    /// <summary>The number that stands for the tenant among all advisory locks. Two tenants that share one only wait for each other.</summary>
    public static long KeyOf(TenantId tenant)
    {
        Span<byte> text = stackalloc byte[(2 * TenantId.MaxPartBytes) + 1];
        var length = Encoding.UTF8.GetBytes(tenant.OwnerType, text);
        text[length++] = (byte)':';
        length += Encoding.UTF8.GetBytes(tenant.OwnerId, text[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], hash);
        // The slot is made of the first bytes; these are others, so that the two stay independent.
        return BinaryPrimitives.ReadInt64BigEndian(hash[8..]);
    }

    /// <summary>Adds two commands to a batch that take the lock, for at most 2 s (<see cref="StorageFault.LockNotAvailable"/>).</summary>
    public static void AddTo(NpgsqlBatch batch, TenantId tenant)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Patience));
        var take = new NpgsqlBatchCommand(Sql);
        take.Parameters.Add(new NpgsqlParameter<long> { TypedValue = KeyOf(tenant) });
        batch.BatchCommands.Add(take);
    }

    /// <summary>
    /// Runs one writing statement under the tenant's lock, in one round trip; the reader stands before its rows. A lock that another
    /// session holds is waited for 2 s (<see cref="StorageFault.LockNotAvailable"/>).
    /// </summary>
    public static async Task<NpgsqlDataReader> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, NpgsqlBatchCommand write, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddTo(batch, tenant);
        batch.BatchCommands.Add(write);
        var reader = await batch.ExecuteReaderAsync(cancellationToken);
        try
        {
            await reader.NextResultAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }
}
