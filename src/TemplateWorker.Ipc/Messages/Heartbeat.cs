using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Says that the worker lives, and what it is at.</summary>
/// <param name="ResidentBytes">The process's resident memory.</param>
/// <param name="WarmTenants">How many tenants have a heap.</param>
/// <param name="Queued">How many events wait for a script thread.</param>
/// <param name="Running">The runs that are on a script thread, at most <see cref="MessageLimits.RunningRuns"/>.</param>
public sealed record Heartbeat(long ResidentBytes, int WarmTenants, int Queued, IReadOnlyList<RunningRun> Running) : WorkerMessage
{
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
        writer.WriteListHeader(Running, MessageLimits.RunningRuns);
        foreach (var run in Running)
        {
            run.Write(writer);
        }
    }

    private static RunningRun[] ReadRunning(ref ValueReader reader)
    {
        var running = new RunningRun[reader.ReadArrayHeader(MessageLimits.RunningRuns)];
        for (var i = 0; i < running.Length; i++)
        {
            running[i] = RunningRun.Read(ref reader);
        }

        return running;
    }
}
