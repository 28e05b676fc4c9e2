using FsCheck;
using FsCheck.Fluent;
using MessagePack;
using TemplateWorker.Ipc.Codec;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Ipc.Tests.Support;

namespace TemplateWorker.Ipc.Tests.Messages;

/// <summary>Reading any bytes ends with a message or an <see cref="IpcException"/> and allocates a bounded amount of memory.</summary>
public sealed class FuzzTests
{
    private const int MutationsPerSeed = 20_000;

    // A message may take more memory than its bytes, because each value may be an object. Exceptions take memory, too.
    private const int AllocatedPerByte = 64;
    private const int AllocatedAnyway = 64 * 1024;

    [Fact]
    public void Random_bytes_are_read_or_refused() =>
        Check(ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => bytes));

    [Fact]
    public void Random_bytes_after_a_valid_message_header_are_read_or_refused() =>
        Check(
            from code in Gen.Elements(Enum.GetValues<MessageCode>())
            from fields in Gen.Choose(0, 15)
            from rest in ArbMap.Default.GeneratorFor<byte[]>()
            select (byte[])[(byte)(MessagePackCode.MinFixArray | fields), (byte)code, .. rest]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Messages_with_changed_bytes_are_read_or_refused(int seed)
    {
        var mutator = new ByteMutator(seed);
        var payloads = Some.SupervisorMessages().Select(Wire.Encode).Concat(Some.WorkerMessages().Select(Wire.Encode)).ToList();
        var refused = 0;
        for (var i = 0; i < MutationsPerSeed; i++)
        {
            refused += ReadOrRefuse(mutator.Change(payloads)) ? 0 : 1;
        }

        // Outside this range the mutator has broken nothing, or everything.
        refused.ShouldBeInRange(MutationsPerSeed / 4, MutationsPerSeed - 100);
    }

    [Fact]
    public void Every_message_that_can_be_sent_is_read_unchanged()
    {
        var text = ArbMap.Default.GeneratorFor<string?>();
        var results =
            from template in text
            from version in Gen.Choose(0, int.MaxValue)
            from value in ArbMap.Default.GeneratorFor<byte[]>()
            from stack in text
            from ticks in ArbMap.Default.GeneratorFor<long>()
            select new RunResult
            {
                Template = template ?? "",
                Version = version,
                Value = value,
                Error = stack is null ? null : new RunError(template ?? "", stack, template),
                Repeats = version / 2,
                Wall = new TimeSpan(ticks % FieldLimits.Duration.Ticks),
                Cpu = new TimeSpan(version),
            };
        var messages =
            from id in ArbMap.Default.GeneratorFor<ulong>()
            from status in Gen.Elements(Enum.GetValues<DispatchStatus>())
            from message in text
            from eventId in ArbMap.Default.GeneratorFor<Guid>()
            from runs in results.ListOf()
            select new DispatchFinished { DispatchId = id, Status = status, Message = message, EventId = eventId, Results = [.. runs.Take(256)] };

        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(messages.ToArbitrary(), message =>
                Wire.Describe(Wire.Decode<WorkerMessage>(Wire.Encode<WorkerMessage>(message))) == Wire.Describe(message)));
    }

    private static void Check(Gen<byte[]> payloads) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(5000),
            Prop.ForAll(payloads.ToArbitrary(), payload =>
            {
                ReadOrRefuse(payload);
                return true;
            }));

    /// <returns>Whether the payload is a message of either direction.</returns>
    private static bool ReadOrRefuse(byte[] payload)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var worker = Wire.FaultOf(() => Wire.Decode<WorkerMessage>(payload));
        var supervisor = Wire.FaultOf(() => Wire.Decode<SupervisorMessage>(payload));
        var skipped = Wire.FaultOf(() => new ValueReader(payload).Skip());
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        allocated.ShouldBeLessThan(AllocatedAnyway + (AllocatedPerByte * payload.Length), $"{Convert.ToHexStringLower(payload)} {skipped}");
        return worker is null || supervisor is null;
    }
}
