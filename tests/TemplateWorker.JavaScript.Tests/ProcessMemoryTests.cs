using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests;

public sealed class ProcessMemoryTests
{
    [Fact]
    public void It_is_what_the_runtime_says_and_follows_what_the_process_holds()
    {
        using var memory = new ProcessMemory();
        var before = memory.Read().ResidentBytes;
        ((double)before).ShouldBeInRange(Environment.WorkingSet * 0.5, Environment.WorkingSet * 2.0);

        var held = GC.AllocateUninitializedArray<byte>(256 << 20);
        for (var i = 0; i < held.Length; i += Environment.SystemPageSize)
        {
            held[i] = 1;
        }

        memory.Read().ResidentBytes.ShouldBeGreaterThan(before + (128 << 20));
        GC.KeepAlive(held);
    }
}
