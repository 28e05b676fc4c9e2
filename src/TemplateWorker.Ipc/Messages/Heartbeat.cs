using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Says that the worker lives, and what it is at.</summary>
/// <param name="ResidentBytes">The process's resident memory.</param>
/// <param name="WarmTenants">How many tenants have a heap.</param>
/// <param name="Queued">How many events wait for a script thread.</param>
/// <param name="Running">The runs that are on a script thread, at most <see cref="MaxRunning"/>.</param>
public sealed record Heartbeat(long ResidentBytes, int WarmTenants, int Queued, IReadOnlyList<RunningRun> Running) : WorkerMessage
{
    /// <summary>The greatest number of runs in one message.</summary>
    public const int MaxRunning = 1024;

    private const int FieldCount = 4;

    private protected override MessageHeader Header => new(MessageCode.Heartbeat, FieldCount);

    internal static Heartbeat Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new Heartbeat(
            reader.ReadInt64(0, long.MaxValue),
            reader.ReadInt32(0, int.MaxValue),
            reader.ReadInt32(0, int.MaxValue),
            ReadRunning(ref reader));
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteNumber(ResidentBytes);
        writer.WriteNumber(WarmTenants);
        writer.WriteNumber(Queued);
        writer.WriteListHeader(Running, MaxRunning);
        foreach (var run in Running)
        {
            run.Write(writer);
        }
    }

    private static RunningRun[] ReadRunning(ref ValueReader reader)
    {
        var running = new RunningRun[reader.ReadArrayHeader(MaxRunning)];
        for (var i = 0; i < running.Length; i++)
        {
            running[i] = RunningRun.Read(ref reader);
        }

        return running;
    }
}

/// <summary>A run that is on a script thread.</summary>
/// <param name="DispatchId">The call it belongs to.</param>
/// <param name="Tenant">The tenant's text form.</param>
/// <param name="Template">The template's name.</param>
/// <param name="Age">Since when it has been on the thread.</param>
public sealed record RunningRun(ulong DispatchId, string Tenant, string Template, TimeSpan Age)
{
    private const int FieldCount = 5;

    /// <summary>The delivery that it is an attempt at; null for an immediate call.</summary>
    public long? Delivery { get; init; }

    internal static RunningRun Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new RunningRun(
            reader.ReadUInt64(), reader.ReadName(FieldLimits.TenantBytes), reader.ReadName(), reader.ReadDuration())
        {
            Delivery = reader.ReadNullableInt64(0, long.MaxValue),
        };
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInteger(DispatchId);
        writer.WriteName(Tenant, FieldLimits.TenantBytes);
        writer.WriteName(Template);
        writer.WriteDuration(Age);
        writer.WriteNullableNumber(Delivery);
    }
}
