using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

/// <summary>Runs <see cref="ProcessScenarios"/>, which hold their own assertions.</summary>
public sealed class ProcessTests
{
    [EngineTheory]
    [InlineData(ProcessScenarios.HugeAllocations)]
    [InlineData(ProcessScenarios.GrowingHeaps)]
    [InlineData(ProcessScenarios.NetExceptions)]
    [InlineData(ProcessScenarios.Start)]
    [InlineData(ProcessScenarios.StartWithJit)]
    [InlineData(ProcessScenarios.WithoutMicrotaskGuard)]
    public async Task A_process_of_its_own_survives(string scenario)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(scenario);
        output.ShouldBe("ok\n");
        exitCode.ShouldBe(0);
    }

    [EngineTheory]
    [InlineData(ProcessScenarios.Suspended)]
    [InlineData(ProcessScenarios.SuspendedJint)]
    public async Task A_run_is_not_ended_for_the_time_in_which_it_got_no_processor(string scenario)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(scenario);
        output.ShouldBe("ok\n");
        exitCode.ShouldBe(0);
    }

    [EngineFact]
    public async Task The_promise_flood_self_test_passes_with_this_build_of_JavaScriptCore()
    {
        var (exitCode, output) = await ChildProcess.RunAsync(ProcessScenarios.PromiseFlood);
        output.ShouldBe("True\n");
        exitCode.ShouldBe(0);
    }

    [EngineFact]
    public async Task A_setting_of_the_environment_that_contradicts_is_refused_by_name()
    {
        var (exitCode, output) = await ChildProcess.RunAsync(ProcessScenarios.Start, ("JSC_useJIT", "1"));
        exitCode.ShouldNotBe(0);
        output.ShouldContain(nameof(ScriptEngineUnavailableException));
        output.ShouldContain("The environment variable JSC_useJIT is '1', but the script engine needs '0'");
    }

    [EngineFact]
    public async Task Settings_that_the_parent_passed_are_accepted()
    {
        var (exitCode, output) = await ChildProcess.RunAsync(
            ProcessScenarios.Start, [.. JavaScript.JavaScriptCore.JavaScriptCoreEnvironment.Variables(jit: false).Select(variable => (variable.Key, variable.Value))]);
        output.ShouldBe("ok\n");
        exitCode.ShouldBe(0);
    }
}
