using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Operation;

/// <summary><c>template-worker backup</c> and <c>restore</c>, as an operator runs them.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string File => Path.Combine(_folder, "tw.backup");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [DumpFact]
    public async Task A_backup_that_is_taken_beside_a_running_supervisor_is_verified_and_restored_elsewhere()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateEmptyAsync();
        await using (var supervisor = await RunningSupervisor.StartAsync(source))
        {
            await supervisor.PublishAsync("shop:1", "counter", "on('order', () => kv.set('orders', (kv.get('orders') ?? 0) + 1));");
            await supervisor.RunAsync("shop:1", "order", new { });
            await supervisor.RunAsync("shop:1", "order", new { });

            var taken = await CommandRun.OfAsync(source, "backup", File, "--json");
            taken.ExitCode.ShouldBe(0, taken.Output);
            taken.Json["outcome"]!.GetValue<string>().ShouldBe("taken");
        }

        await source.ExecuteAsync("delete from tenant_kv");
        var verified = await CommandRun.OfAsync(source, "backup", "verify", File);
        var restored = await CommandRun.OfAsync(target, "restore", File);

        verified.ExitCode.ShouldBe(0, verified.Output);
        verified.Output.ShouldContain($"verified: {File}, taken at ");
        restored.ExitCode.ShouldBe(0, restored.Output);
        restored.Output.ShouldContain($"restored: {File}, taken at ");
        (await target.ReadTextsAsync("select key || ' ' || value from tenant_kv")).ShouldBe(["orders 2"]);
        (await target.ReadAsync<bool>("select has_function_privilege('public', 'template_worker_claim_actions(text, int)', 'execute')")).ShouldBeFalse();
        (await target.ReadAsync<long>("select count(*) from pg_database where datname like 'template_worker_verify_%'")).ShouldBe(0);

        await using var again = await RunningSupervisor.StartAsync(target);
        await again.RunAsync("shop:1", "order", new { });
        (await target.ReadTextsAsync("select key || ' ' || value from tenant_kv")).ShouldBe(["orders 3"]);
    }

    [DumpFact]
    public async Task What_would_overwrite_something_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var empty = await TestDatabase.CreateEmptyAsync();
        (await CommandRun.OfAsync(database, "backup", File)).ExitCode.ShouldBe(0);

        var existing = await CommandRun.OfAsync(database, "backup", File);
        var replaced = await CommandRun.OfAsync(database, "backup", File, "--overwrite");
        var filled = await CommandRun.OfAsync(database, "restore", File);
        var nothing = await CommandRun.OfAsync(empty, "backup", Path.Combine(_folder, "other"));

        existing.ExitCode.ShouldBe(1, existing.Output);
        existing.Output.ShouldContain($"{File} exists. Name another file, or replace it with --overwrite.");
        replaced.ExitCode.ShouldBe(0, replaced.Output);
        filled.ExitCode.ShouldBe(1, filled.Output);
        filled.Output.ShouldContain("The database is not empty: it has ");
        nothing.ExitCode.ShouldBe(1, nothing.Output);
        nothing.Output.ShouldContain("There is nothing to back up");
        Directory.GetFiles(_folder).ShouldBe([File]);
    }

    [DumpFact]
    public async Task A_backup_that_cannot_be_restored_says_why_and_leaves_nothing_behind()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateEmptyAsync();
        var role = $"app_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"create role {role}; grant execute on function template_worker_claim_actions(text, int) to {role}");
        try
        {
            (await CommandRun.OfAsync(database, "backup", File)).ExitCode.ShouldBe(0);
        }
        finally
        {
            await database.ExecuteAsync($"drop owned by {role}; drop role {role}");
        }

        var roleless = await CommandRun.OfAsync(target, "restore", File);
        var unfit = await CommandRun.OfAsync(target, "restore", File, "--pg-bin", _folder);
        await System.IO.File.WriteAllTextAsync(File, "not a backup");
        var broken = await CommandRun.OfAsync(database, "backup", "verify", File);

        roleless.ExitCode.ShouldBe(1, roleless.Output);
        roleless.Output.ShouldContain($"The backup gives rights to roles that this server does not have: {role}. Create them");
        unfit.ExitCode.ShouldBe(1, unfit.Output);
        broken.ExitCode.ShouldBe(1, broken.Output);
        broken.Output.ShouldContain($"{File} is not a complete backup");
        (await target.ReadAsync<long>("select count(*) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")).ShouldBe(0);
    }

    [DumpFact]
    public async Task Without_the_programs_the_package_is_named()
    {
        await using var database = await TestDatabase.CreateAsync();

        var run = await CommandRun.OfAsync(database, "backup", File, "--pg-bin", _folder);

        run.ExitCode.ShouldBe(1, run.Output);
        run.Output.ShouldContain("pg_dump of version ");
        run.Output.ShouldContain("or name the folder of the programs with --pg-bin");
        System.IO.File.Exists(File).ShouldBeFalse();
    }
}
