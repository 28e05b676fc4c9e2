using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Reports that lanes changed in the database. The worker reads those of its own slots again and ignores other slots.</summary>
/// <param name="Slots">At most <see cref="FieldLimits.Slots"/>. An empty list means all slots.</param>
public sealed record WakeSlots(IReadOnlyList<int> Slots) : SupervisorMessage
{
    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.WakeSlots, FieldCount);

    internal static WakeSlots Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        var slots = new int[reader.ReadArrayHeader(FieldLimits.Slots)];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = reader.ReadSlot();
        }

        return new WakeSlots(slots);
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteListHeader(Slots, FieldLimits.Slots);
        foreach (var slot in Slots)
        {
            writer.WriteSlot(slot);
        }
    }
}

/// <summary>Asks the worker to report (<see cref="DeliveriesSettled"/>) which deliveries its commits settle, or no longer to.</summary>
/// <param name="IsOn">Whether to report.</param>
public sealed record WatchDeliveries(bool IsOn) : SupervisorMessage
{
    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.WatchDeliveries, FieldCount);

    internal static WatchDeliveries Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new WatchDeliveries(reader.ReadInt32(0, 1) == 1);
    }

    private protected override void WriteFields(ValueWriter writer) => writer.WriteNumber(IsOn ? 1 : 0);
}
