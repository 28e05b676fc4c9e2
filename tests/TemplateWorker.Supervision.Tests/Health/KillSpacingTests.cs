using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Supervision.Health;

namespace TemplateWorker.Supervision.Tests.Health;

public sealed class KillSpacingTests
{
    [Fact]
    public void Workers_that_fall_silent_together_are_killed_one_after_the_other()
    {
        var time = new FakeTimeProvider();
        var spacing = new KillSpacing(TimeSpan.FromMilliseconds(500), time);

        spacing.TryTake().ShouldBeTrue();
        spacing.TryTake().ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(499));
        spacing.TryTake().ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));
        spacing.TryTake().ShouldBeTrue();
    }
}
