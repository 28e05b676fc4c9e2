using TemplateWorker.Supervision.Launching;

namespace TemplateWorker.Supervision.Tests.Launching;

public sealed class ProcessActivityTests
{
    [Theory]
    [InlineData("42 (worker) S 1 1 1 0 -1 4194304 100 0 0 0 150 50 0 0 20 0 1 0 99 1 1", 2.0, false)]
    [InlineData("42 (a) T (b) R 1 1 1 0 -1 4194304 100 0 0 0 0 1 0 0 20 0 1 0 99 1 1", 0.01, false)]
    [InlineData("42 (worker) T 1 1 1 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 99 1 1", 0.0, true)]
    [InlineData("42 (worker) t 1 1 1 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 99 1 1", 0.0, true)]
    public void The_state_and_the_CPU_time_are_read_whatever_the_program_is_called(string stat, double cpuSeconds, bool isStopped)
    {
        ProcessActivity.Parse(stat).ShouldBe(new ProcessActivity(TimeSpan.FromSeconds(cpuSeconds), isStopped));
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 (worker) S 1 1")]
    public void Another_form_says_nothing(string stat)
    {
        ProcessActivity.Parse(stat).ShouldBeNull();
    }

    [Fact]
    public void A_process_that_does_not_exist_has_no_activity()
    {
        ProcessActivity.Read(int.MaxValue).ShouldBeNull();
    }
}
