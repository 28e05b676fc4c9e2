using System.Text;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.MeasuredOperations.Codec;

/// <summary>Messages of usual size: a payload of some 200 bytes, sixteen deliveries at once, two runs on two script threads.</summary>
internal static class SampleMessages
{
    private const int Handed = 16;

    private static readonly Guid Event = new("00112233-4455-6677-8899-aabbccddeeff");

    private static readonly byte[] Data = Encoding.UTF8.GetBytes(
        """{"author":"ada","channel":"4711","content":"The quick brown fox jumps over the lazy dog, and the dog does not mind.","at":"2026-03-02T08:00:00Z","mentions":[17,18,19],"edited":false}""");

    public static SupervisorMessage Dispatch { get; } = new Dispatch
    {
        DispatchId = 4711,
        Tenant = "guild:1234567890",
        EventId = Event,
        EventName = "message.create",
        Data = Data,
        IdempotencyKey = "delivery-17",
        Trace = null,
        TimeLeft = TimeSpan.FromSeconds(30),
    };

    public static SupervisorMessage HandDeliveries { get; } = new HandDeliveries([.. Enumerable.Range(0, Handed).Select(Delivery)]);

    public static WorkerMessage Heartbeat { get; } = new Heartbeat(
        300_000_000,
        250,
        3,
        [new RunningRun(4711, "guild:1234567890", "greeter", TimeSpan.FromMilliseconds(12)), new RunningRun(4712, "guild:17", "spam-filter", TimeSpan.Zero)]);

    private static HandedDelivery Delivery(int number) => new()
    {
        Id = (1L << 40) + number,
        Tenant = $"guild:{number}",
        Template = "greeter",
        EventId = Event,
        EventName = "message.create",
        Data = Data,
        Hops = 0,
        Trace = null,
        Priors = [(1L << 40) - 1],
    };
}
