using System.Text;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Storage;

namespace TemplateWorker.Runs.Transactions.Limits;

/// <summary>Aborts a run that breaches a limit or cannot read the database, so that it is not committed even if its script catches the error.</summary>
/// <param name="limits">Of the tenant.</param>
internal sealed class LimitGuard(TenantLimits limits)
{
    /// <summary>Set when the run must not commit.</summary>
    public RunAborted? Aborted { get; private set; }

    public TenantLimits Limits => limits;

    /// <summary>Aborts the run because of a breached limit.</summary>
    /// <returns>The exception for the script.</returns>
    public ScriptHostException Breach(string reason, string message)
    {
        Aborted = new RunAborted.LimitBreached(reason, message);
        return new ScriptHostException(reason, message);
    }

    /// <summary>Aborts the run if there is a breach.</summary>
    public void Refuse(RunAborted.LimitBreached? breach)
    {
        if (breach is not null)
        {
            throw Breach(breach.Reason, breach.Message);
        }
    }

    /// <summary>Reads, and aborts the run when the database fails.</summary>
    /// <exception cref="InvalidOperationException">The server answered that it never will: the run is at fault, or we are, and not the database.</exception>
    public T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (StorageException fault) when (IsLasting(fault))
        {
            throw new InvalidOperationException($"The server refuses what the run reads: {fault.Message}", fault);
        }
        catch (StorageException fault)
        {
            Aborted = new RunAborted.StorageFailed(fault.Message);
            throw new ScriptHostException("StorageUnavailable", "The database could not be read; the run has ended.");
        }
    }

    /// <param name="what">The subject of the error message.</param>
    /// <param name="name">The name of the subject; null for none.</param>
    /// <param name="json">The value.</param>
    public void RequireValueSize(string what, string? name, string json)
    {
        if (Exceeds(json, limits.ValueBytes, out var bytes))
        {
            throw Breach("ValueTooLarge", $"{what}{(name is null ? "" : $" '{name}'")} may have at most {limits.ValueBytes} bytes of JSON; this has {bytes}.");
        }
    }

    private static bool IsLasting(StorageException fault) => fault.SqlState is not null
        && fault.Fault is StorageFault.Unexpected or StorageFault.ValueRefused or StorageFault.ConstraintViolated;

    /// <summary>Whether a text has more bytes of UTF-8 than the limit.</summary>
    public static bool Exceeds(string text, long limit, out int bytes)
    {
        // No UTF-16 unit needs more than three bytes of UTF-8, so most texts need no counting.
        bytes = text.Length <= limit / 3 ? 0 : Encoding.UTF8.GetByteCount(text);
        return bytes > limit;
    }
}
