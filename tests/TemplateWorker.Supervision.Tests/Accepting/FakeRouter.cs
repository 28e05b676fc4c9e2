using System.Threading.Channels;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Supervision.Tests.Accepting;

/// <summary>Workers that have the slots of some tenants, and note what they are handed.</summary>
internal sealed class FakeRouter(params TenantId[] tenants) : IDeliveryRouter
{
    private readonly Channel<HandedDelivery> _handed = Channel.CreateUnbounded<HandedDelivery>();
    private readonly Channel<int> _woken = Channel.CreateUnbounded<int>();

    public long LanesRead { get; set; }

    public bool Holds(int slot) => Array.Exists(tenants, tenant => tenant.Slot == slot);

    public void Hand(IEnumerable<(int Slot, HandedDelivery Delivery)> deliveries)
    {
        foreach (var (slot, delivery) in deliveries)
        {
            Holds(slot).ShouldBeTrue();
            _handed.Writer.TryWrite(delivery).ShouldBeTrue();
        }
    }

    public void Wake(IReadOnlyCollection<int> slots)
    {
        foreach (var slot in slots)
        {
            _woken.Writer.TryWrite(slot).ShouldBeTrue();
        }
    }

    /// <summary>What was handed over since the last call.</summary>
    public List<HandedDelivery> TakeHanded() => Drain(_handed.Reader);

    /// <summary>The slots that were woken since the last call.</summary>
    public List<int> TakeWoken() => Drain(_woken.Reader);

    private static List<T> Drain<T>(ChannelReader<T> reader)
    {
        List<T> all = [];
        while (reader.TryRead(out var item))
        {
            all.Add(item);
        }

        return all;
    }
}
