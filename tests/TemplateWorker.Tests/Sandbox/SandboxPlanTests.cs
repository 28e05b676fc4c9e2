using TemplateWorker.Cli;
using TemplateWorker.Hosting.Supervisor;
using TemplateWorker.Sandbox;

namespace TemplateWorker.Tests.Sandbox;

/// <summary>Which sandbox workers get, and what the log says about one that is not complete.</summary>
public sealed class SandboxPlanTests
{
    [Fact]
    public void Processes_on_a_machine_that_has_everything_get_everything_and_nothing_is_said()
    {
        var plan = SandboxPlan.Of(WorkerMode.ProcessPool, setting: true, isLinux: true, sealFault: null);

        plan.ShouldBe(new SandboxPlan(SandboxLevel.Sealed, null));
        plan.Variables.ShouldBe(new Dictionary<string, string> { ["DOTNET_EnableDiagnostics"] = "0" });
    }

    [Fact]
    public void Without_filters_of_system_calls_the_rest_remains_and_the_reason_is_said()
    {
        var plan = SandboxPlan.Of(WorkerMode.ProcessPool, setting: true, isLinux: true, sealFault: "there is no list of system calls for S390x");

        plan.Level.ShouldBe(SandboxLevel.Hidden);
        plan.Shortfall.ShouldBe("Workers run without a filter of system calls: there is no list of system calls for S390x");
        plan.Variables.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("ThreadPool", true, true, "--worker-type threadpool")]
    [InlineData("ProcessPool", false, true, "workers.sandbox is false")]
    [InlineData("ProcessPool", true, false, "needs Linux")]
    public void Without_a_sandbox_the_reason_is_said_and_diagnostics_work(string mode, bool setting, bool isLinux, string reason)
    {
        var plan = SandboxPlan.Of(Enum.Parse<WorkerMode>(mode), setting, isLinux, sealFault: null);

        plan.Level.ShouldBe(SandboxLevel.None);
        plan.Shortfall.ShouldNotBeNull().ShouldContain(reason);
        plan.Variables.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(14, null)]
    [InlineData(22, "Linux 3.17 and later do")]
    [InlineData(38, "Linux 3.17 and later do")]
    [InlineData(1, "does not permit them (seccomp: error 1)")]
    public void What_the_kernel_says_to_an_empty_filter_tells_whether_it_takes_a_real_one(int error, string? reason)
    {
        var fault = ProcessSandbox.Explain(error);

        (fault is null).ShouldBe(reason is null);
        fault?.ShouldContain(reason!);
    }
}
