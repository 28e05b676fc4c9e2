using TemplateWorker.JavaScript.Jint;

namespace TemplateWorker.JavaScript.Tests.Jint;

/// <summary>What the start of an interpreter costs its process.</summary>
public sealed class TimeZoneOrderTests
{
    [Fact]
    public void The_start_of_an_interpreter_sorts_no_time_zones()
    {
        using var engine = JintEngine.Start(ownsProcess: true);

        TimeZoneInfo.GetSystemTimeZones().ShouldBeSameAs(TimeZoneInfo.GetSystemTimeZones(skipSorting: true));
    }
}
