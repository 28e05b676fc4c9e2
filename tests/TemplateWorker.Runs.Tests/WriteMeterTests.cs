using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Transactions.Limits;
using TemplateWorker.Storage;

namespace TemplateWorker.Runs.Tests;

public sealed class WriteMeterTests
{
    private readonly LimitGuard _guard = new(new TenantLimits { WritesBytes = 1_024 });

    [Fact]
    public void A_run_may_write_as_much_as_the_limit_and_no_byte_more()
    {
        var meter = new WriteMeter(_guard, before: 0);

        meter.Count(1_024, null, "key", "a");
        Should.Throw<ScriptHostException>(() => meter.Count(1, null, "key", "b")).Message.ShouldContain("With the key 'b' it would write 1025.");

        _guard.Aborted.ShouldBeOfType<RunAborted.LimitBreached>().Reason.ShouldBe("TooManyBytesWritten");
    }

    [Fact]
    public void Runs_that_are_committed_together_have_the_limit_each()
    {
        var first = new WriteMeter(_guard, before: 0);
        first.Count(1_000, null, "key", "a");
        var second = new WriteMeter(_guard, first.Total);

        second.Count(1_000, null, "key", "b");

        second.Total.ShouldBe(2_000);
    }

    [Fact]
    public void A_write_that_replaces_an_earlier_runs_counts_in_full_for_its_run_and_once_for_the_commit()
    {
        var first = new WriteMeter(_guard, before: 0);
        var written = first.Count(1_000, null, "key", "a");
        var second = new WriteMeter(_guard, first.Total);

        second.Count(600, written, "key", "a");

        second.Total.ShouldBe(600);
        Should.Throw<ScriptHostException>(() => second.Count(500, null, "key", "b"));
    }
}
