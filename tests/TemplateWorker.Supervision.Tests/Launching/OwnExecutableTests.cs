using TemplateWorker.Supervision.Launching;

namespace TemplateWorker.Supervision.Tests.Launching;

public sealed class OwnExecutableTests
{
    [Fact]
    public void A_native_program_is_started_as_it_is()
    {
        var start = OwnExecutable.StartInfo("/opt/template-worker", "/opt/template-worker", ["self-test"]);

        start.FileName.ShouldBe("/opt/template-worker");
        start.ArgumentList.ShouldBe(["self-test"]);
    }

    [Fact]
    public void A_program_that_dotnet_runs_is_started_by_dotnet_again()
    {
        var start = OwnExecutable.StartInfo("/usr/bin/dotnet", "/opt/template-worker.dll", ["self-test"]);

        start.FileName.ShouldBe("/usr/bin/dotnet");
        start.ArgumentList.ShouldBe(["/opt/template-worker.dll", "self-test"]);
    }

    [Fact]
    public void The_program_is_the_one_that_runs_and_not_the_library_of_the_supervisor()
    {
        var start = OwnExecutable.StartInfo("self-test");

        start.FileName.ShouldBe(Environment.ProcessPath);
        start.ArgumentList.ShouldNotContain(typeof(OwnExecutable).Assembly.Location);
    }
}
