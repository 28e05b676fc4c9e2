using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;
using TemplateWorker.TestKit.Engines;

namespace TemplateWorker.EndToEnd.Tests.Supervision;

/// <summary>What a real worker process may do, and what it may not.</summary>
public sealed class SandboxTests
{
    private const string Secret = "hunter2-in-the-environment";

    private static readonly string[] Harmless = ["read a file", "start a thread", "open a socket", "signal itself"];

    [DatabaseFact]
    public async Task A_worker_does_not_have_what_the_environment_of_the_supervisor_holds()
    {
        await using var database = await TestDatabase.CreateAsync();
        var environment = new Dictionary<string, string>(ForbiddenDeeds.Environment)
        {
            ["BOT_TOKEN"] = Secret,
            ["PGPASSWORD"] = Secret,
            ["TEMPLATE_WORKER__META__POSTGRES_URL"] = OperatorFolder.KeywordForm(database, address => address.ApplicationName = Secret),
            ["LC_ALL"] = "C.UTF-8",
            ["DOTNET_gcConcurrent"] = "1",
        };
        await using var supervisor = await RunningSupervisor.StartAsync(database, "", environment, "--process-workers", "1");

        var report = await ForbiddenDeeds.DoAsync(supervisor.Temporary, await supervisor.ProcessOfWorkerAsync(0));
        var worker = report[ForbiddenDeeds.EnvironmentOfProcess];

        worker.ShouldNotContain(Secret);
        worker.ShouldNotContain("password", Case.Insensitive);
        worker.ShouldContain("LC_ALL=C.UTF-8");
        worker.ShouldContain("DOTNET_gcConcurrent=1");
        worker.ShouldContain("DOTNET_EnableDiagnostics=0");
        (await supervisor.Process.LineAsync("Listening on")).ShouldNotContain(Secret);
    }

    [DatabaseFact]
    public async Task Every_thread_of_a_worker_has_the_filter_and_no_way_to_new_privileges()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, "", "--process-workers", "1");
        var worker = await supervisor.ProcessOfWorkerAsync(0);

        foreach (var thread in Directory.EnumerateDirectories($"/proc/{worker}/task"))
        {
            var status = await File.ReadAllTextAsync($"{thread}/status");
            status.ShouldContain("NoNewPrivs:\t1\n");
            status.ShouldContain("Seccomp:\t2\n");
        }

        (await File.ReadAllLinesAsync($"/proc/{worker}/limits")).Single(line => line.StartsWith("Max core file size", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[4..6].ShouldBe(["0", "0"]);
        (await File.ReadAllTextAsync($"/proc/{worker}/oom_score_adj")).ShouldBe("500\n");
        Directory.EnumerateFiles(supervisor.Temporary, $"*diagnostic-{worker}-*").ShouldBeEmpty();
        supervisor.Process.Output.ShouldNotContain("sandbox");
    }

    [DatabaseFact]
    public async Task Code_that_has_taken_over_a_worker_changes_no_file_starts_nothing_and_reaches_no_other_process()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, "", ForbiddenDeeds.Environment, "--process-workers", "1");

        var deeds = await ForbiddenDeeds.DoAsync(supervisor.Temporary, await supervisor.ProcessOfWorkerAsync(0));

        deeds["make a dangerous system call"].ShouldBe("refused");
        deeds["be dumped"].ShouldBe("0");
        foreach (var harmless in Harmless)
        {
            deeds[harmless].ShouldBe("done", harmless);
        }

        // Root reads everything; that is one reason for the warning when the supervisor is started as root.
        string[] others = ["make a dangerous system call", "be dumped", ForbiddenDeeds.EnvironmentOfProcess, .. Environment.IsPrivilegedProcess ? ["read the supervisor's environment"] : Array.Empty<string>()];
        foreach (var (deed, outcome) in deeds.ExceptBy([.. Harmless, .. others], entry => entry.Key))
        {
            outcome.ShouldNotBe("done", deed);
            outcome.ShouldContain("Exception", Case.Sensitive, deed);
        }

        File.Exists(Path.Combine(supervisor.Temporary, "begin-deeds")).ShouldBeTrue();
        await supervisor.PublishAsync("guild:1", "work", Scripts.Worker);
        ((int)(await supervisor.ValueAsync("guild:1", "add", new { }))!).ShouldBe(1);
        supervisor.Process.IsRunning.ShouldBeTrue();
    }

    [JavaScriptCoreFact]
    public async Task A_sealed_worker_compiles_scripts_to_machine_code_and_reads_what_it_needs_only_now()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, """
            scripting:
              engine: javascriptcore
              jit: true
            """, "--process-workers", "1");
        await supervisor.PublishAsync("guild:1", "work", """
            on("compute", () => {
              let sum = 0;
              for (let i = 0; i < 2e6; i++) { sum += i % 7; }
              return [sum, new Date(0).toLocaleString("de-DE", { timeZone: "Asia/Tokyo" })];
            });
            """);

        var result = (await supervisor.ValueAsync("guild:1", "compute", new { }))!.AsArray();

        ((int)result[0]!).ShouldBe(5_999_995);
        ((string)result[1]!).ShouldStartWith("1.1.1970, 09:00");
        (await File.ReadAllTextAsync($"/proc/{await supervisor.ProcessOfWorkerAsync(0)}/status")).ShouldContain("Seccomp:\t2\n");
    }

    [DatabaseFact]
    public async Task Without_the_sandbox_the_same_code_does_as_it_likes_and_the_log_says_so()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, """
            workers:
              sandbox: false
            """, ForbiddenDeeds.Environment, "--process-workers", "1");

        var deeds = await ForbiddenDeeds.DoAsync(supervisor.Temporary, await supervisor.ProcessOfWorkerAsync(0));

        deeds["make a file"].ShouldBe("done");
        deeds["start a program"].ShouldBe("done");
        deeds["signal the supervisor"].ShouldBe("done");
        deeds["listen"].ShouldBe("done");
        deeds["be dumped"].ShouldBe("1");
        deeds[ForbiddenDeeds.EnvironmentOfProcess].ShouldNotContain("DOTNET_EnableDiagnostics");
        supervisor.Process.Output.ShouldContain("Workers have no sandbox (workers.sandbox is false)");
    }

    [DatabaseFact]
    public async Task Workers_that_are_threads_have_no_sandbox_and_the_log_says_so()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, "", "--worker-type", "threadpool", "--process-workers", "1");

        (await File.ReadAllTextAsync($"/proc/{supervisor.Process.Id}/status")).ShouldContain("Seccomp:\t0\n");
        supervisor.Process.Output.ShouldContain("Workers are threads of this process (--worker-type threadpool) and have no sandbox");
    }
}
