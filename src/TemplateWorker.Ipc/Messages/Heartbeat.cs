using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Reports that the worker is alive and what it does. Sent every <see cref="Welcome.HeartbeatInterval"/>.</summary>
/// <param name="ResidentBytes">The resident memory of the process; at least 0.</param>
/// <param name="WarmTenants">The number of tenants that have a heap; at least 0.</param>
/// <param name="Queued">The number of events that wait for a script thread; at least 0.</param>
/// <param name="Running">The runs that are on a script thread, at most <see cref="MaxRunning"/>.</param>
public sealed record Heartbeat(long ResidentBytes, int WarmTenants, int Queued, IReadOnlyList<RunningRun> Running) : WorkerMessage
{
    /// <summary>The greatest number of runs in one message.</summary>
    public const int MaxRunning = 1024;

    /// <summary>The greatest number of held tenants in one message.</summary>
    public const int MaxHeld = 20;

    /// <summary>The greatest number of busy tenants in one message.</summary>
    public const int MaxBusiest = 10;

    private const int FieldCount = 10;

    /// <summary>How often, since the start, a lane was found standing still with work that may run; at least 0.</summary>
    public long StalledLanes { get; init; }

    /// <summary>The longest pause for garbage collection in the last minute.</summary>
    public TimeSpan LongestPause { get; init; }

    /// <summary>The sum of all pauses for garbage collection since the start.</summary>
    public TimeSpan TotalPause { get; init; }

    /// <summary>How many tenants are held back by a rate; at least 0.</summary>
    public int HeldCount { get; init; }

    /// <summary>Those of them that wait longest, at most <see cref="MaxHeld"/>.</summary>
    public IReadOnlyList<HeldTenant> Held { get; init; } = [];

    /// <summary>The tenants that used the most thread time in the last minute, at most <see cref="MaxBusiest"/>.</summary>
    public IReadOnlyList<BusyTenant> Busiest { get; init; } = [];

    private protected override MessageHeader Header => new(MessageCode.Heartbeat, FieldCount);

    internal static Heartbeat Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new Heartbeat(
            reader.ReadInt64(0, long.MaxValue),
            reader.ReadInt32(0, int.MaxValue),
            reader.ReadInt32(0, int.MaxValue),
            ReadRunning(ref reader))
        {
            StalledLanes = reader.ReadInt64(0, long.MaxValue),
            LongestPause = reader.ReadDuration(),
            TotalPause = reader.ReadDuration(),
            HeldCount = reader.ReadInt32(0, int.MaxValue),
            Held = ReadHeld(ref reader),
            Busiest = ReadBusiest(ref reader),
        };
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

        writer.WriteNumber(StalledLanes);
        writer.WriteDuration(LongestPause);
        writer.WriteDuration(TotalPause);
        writer.WriteNumber(HeldCount);
        writer.WriteListHeader(Held, MaxHeld);
        foreach (var held in Held)
        {
            held.Write(writer);
        }

        writer.WriteListHeader(Busiest, MaxBusiest);
        foreach (var busy in Busiest)
        {
            busy.Write(writer);
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

    private static HeldTenant[] ReadHeld(ref ValueReader reader)
    {
        var count = reader.ReadArrayHeader(MaxHeld);
        var held = count == 0 ? [] : new HeldTenant[count];
        for (var i = 0; i < held.Length; i++)
        {
            held[i] = HeldTenant.Read(ref reader);
        }

        return held;
    }

    private static BusyTenant[] ReadBusiest(ref ValueReader reader)
    {
        var count = reader.ReadArrayHeader(MaxBusiest);
        var busiest = count == 0 ? [] : new BusyTenant[count];
        for (var i = 0; i < busiest.Length; i++)
        {
            busiest[i] = BusyTenant.Read(ref reader);
        }

        return busiest;
    }
}

/// <summary>A tenant that has run lately.</summary>
/// <param name="Tenant">The text form of the tenant.</param>
/// <param name="ThreadTime">How long its runs had a script thread in the last minute.</param>
public sealed record BusyTenant(string Tenant, TimeSpan ThreadTime)
{
    private const int FieldCount = 2;

    internal static BusyTenant Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new BusyTenant(reader.ReadName(FieldLimits.TenantBytes), reader.ReadDuration());
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteName(Tenant, FieldLimits.TenantBytes);
        writer.WriteDuration(ThreadTime);
    }
}

/// <summary>A run that is on a script thread.</summary>
/// <param name="DispatchId">The id of the call that the run belongs to.</param>
/// <param name="Tenant">The text form of the tenant.</param>
/// <param name="Template">The name of the template.</param>
/// <param name="Age">How long the run has been on the thread.</param>
public sealed record RunningRun(ulong DispatchId, string Tenant, string Template, TimeSpan Age)
{
    private const int FieldCount = 5;

    /// <summary>The id of the delivery that the run attempts; null for an immediate event.</summary>
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
