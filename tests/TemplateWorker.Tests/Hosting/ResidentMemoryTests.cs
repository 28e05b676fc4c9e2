using TemplateWorker.Worker;

namespace TemplateWorker.Tests.Hosting;

public sealed class ResidentMemoryTests
{
    [Fact]
    public void It_is_what_the_runtime_says_and_follows_what_the_process_holds()
    {
        using var memory = new ResidentMemory();
        var before = memory.Bytes;
        ((double)before).ShouldBeInRange(Environment.WorkingSet * 0.5, Environment.WorkingSet * 2.0);

        var held = GC.AllocateUninitializedArray<byte>(256 << 20);
        for (var i = 0; i < held.Length; i += Environment.SystemPageSize)
        {
            held[i] = 1;
        }

        memory.Bytes.ShouldBeGreaterThan(before + (128 << 20));
        GC.KeepAlive(held);
    }
}
