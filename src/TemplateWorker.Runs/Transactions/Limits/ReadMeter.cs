using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.Runs.Transactions.Limits;

/// <summary>
/// Counts the memory of what a run has read, which is kept until its end so that each key stays as it was first seen, and ends the run when it
/// is more than its tenant's heap may have.
/// </summary>
/// <param name="guard">Of the run.</param>
/// <param name="before">Bytes that earlier runs hold that are committed together with it.</param>
internal sealed class ReadMeter(LimitGuard guard, long before)
{
    /// <summary>Bytes of an entry beside its characters: dictionary slot, objects, string headers.</summary>
    private const int EntryBytes = 256;

    /// <summary>Bytes that are held.</summary>
    public long Bytes { get; private set; } = before;

    /// <summary>Counts a read.</summary>
    /// <param name="characters">Of the name and the value.</param>
    /// <exception cref="ScriptHostException">The run holds more than it may, and has ended.</exception>
    public void Hold(int characters)
    {
        Bytes += EntryBytes + ((long)sizeof(char) * characters);
        if (Bytes > guard.Limits.HeapBytes)
        {
            throw guard.Breach(
                "HeapLimit",
                $"What a run has read stays in memory until its end, at most {guard.Limits.HeapBytes} bytes (limits.heap); with this read it would be {Bytes}. Read in several runs, or with kv.list.");
        }
    }
}
