using TemplateWorker.Hosting.Supervisor;
using TemplateWorker.JavaScript;
using TemplateWorker.Supervision;

namespace TemplateWorker.Tests.Hosting;

/// <summary>What the machine, or the container, has to have for the settings.</summary>
public sealed class MachineLimitsTests : IDisposable
{
    private const long GiB = 1L << 30;

    private readonly string _root = Directory.CreateTempSubdirectory("tw-machine-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(271, true)]
    [InlineData(272, false)]
    [InlineData(null, false)]
    public void A_start_is_refused_below_the_files_that_workers_and_supervisor_need(int? openFiles, bool isRefused)
    {
        var fault = MachineLimits.Fault(new WorkersOptions { Count = 2 }, openFiles);

        (fault is not null).ShouldBe(isRefused);
        fault?.ShouldContain("The limit of open files is 271 (ulimit -n); 2 workers and the supervisor need at least 272");
    }

    [Fact]
    public void Workers_that_may_hold_more_than_there_is_are_a_warning_with_the_numbers()
    {
        var workers = new WorkersOptions { Count = 4, MemoryBytes = GiB };

        MachineLimits.Warnings(workers, new ScriptingOptions(), 4 * GiB, null).ShouldBeEmpty();
        MachineLimits.Warnings(workers, new ScriptingOptions(), null, null).ShouldBeEmpty();
        var warning = MachineLimits.Warnings(workers, new ScriptingOptions(), 2 * GiB, null).ShouldHaveSingleItem();
        warning.ShouldContain("4 workers may hold 1024 MiB each");
        warning.ShouldContain("4096 MiB in all, but the machine or container has 2048 MiB");
    }

    [Fact]
    public void More_warm_tenants_than_fit_into_a_worker_are_a_warning()
    {
        var warnings = MachineLimits.Warnings(
            new WorkersOptions { Count = 1, MemoryBytes = GiB }, new ScriptingOptions { WarmTenants = 20_000 }, 8 * GiB, null);

        warnings.ShouldHaveSingleItem().ShouldContain("20000 warm tenants (scripting.warm_tenants)");
    }

    [Fact]
    public void More_threads_than_the_container_may_have_are_a_warning_with_the_numbers()
    {
        var workers = new WorkersOptions { Count = 4, MemoryBytes = GiB };
        var scripting = new ScriptingOptions { Threads = 2 };

        MachineLimits.Warnings(workers, scripting, null, null).ShouldBeEmpty();
        MachineLimits.Warnings(workers, scripting, null, 512).ShouldBeEmpty();
        var warning = MachineLimits.Warnings(workers, scripting, null, 100).ShouldHaveSingleItem();
        warning.ShouldContain("4 workers and the supervisor have up to about 272 threads");
        warning.ShouldContain("may have 100 (pids.max)");
        warning.ShouldContain("TasksMax");
    }

    [Fact]
    public void The_smallest_limit_of_threads_holds_in_both_versions_of_control_groups()
    {
        Write("proc/self/cgroup", "8:pids:/docker/abc\n0::/system.slice/worker.service\n");
        new ControlGroups(_root).Tasks.ShouldBeNull();

        Write("sys/fs/cgroup/system.slice/worker.service/pids.max", "max\n");
        Write("sys/fs/cgroup/system.slice/pids.max", "900\n");
        new ControlGroups(_root).Tasks.ShouldBe(900);

        Write("sys/fs/cgroup/pids/docker/abc/pids.max", "512\n");
        new ControlGroups(_root).Tasks.ShouldBe(512);
    }

    [Fact]
    public void Without_a_limit_the_memory_is_the_machines()
    {
        Write("proc/meminfo", "MemTotal:       8388608 kB\nMemFree:          1024 kB\n");
        Write("proc/self/cgroup", "0::/\n");

        MachineMemory.Read(_root).ShouldBe(8 * GiB);
    }

    [Fact]
    public void In_a_container_it_is_the_containers()
    {
        Write("proc/meminfo", "MemTotal:       8388608 kB\n");
        Write("proc/self/cgroup", "0::/\n");
        Write("sys/fs/cgroup/memory.max", $"{GiB}\n");

        MachineMemory.Read(_root).ShouldBe(GiB);
    }

    [Fact]
    public void Of_nested_groups_the_smallest_limit_holds()
    {
        Write("proc/meminfo", "MemTotal:       8388608 kB\n");
        Write("proc/self/cgroup", "0::/system.slice/worker.service\n");
        Write("sys/fs/cgroup/system.slice/memory.max", $"{2 * GiB}\n");
        Write("sys/fs/cgroup/system.slice/worker.service/memory.max", "max\n");

        MachineMemory.Read(_root).ShouldBe(2 * GiB);
    }

    [Fact]
    public void Version_1_of_control_groups_is_read_too()
    {
        Write("proc/meminfo", "MemTotal:       8388608 kB\n");
        Write("proc/self/cgroup", "4:memory:/docker/abc\n1:cpu,cpuacct:/docker/abc\n0::/\n");
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", $"{GiB}\n");

        MachineMemory.Read(_root).ShouldBe(GiB);
    }

    [Fact]
    public void Where_nothing_can_be_read_it_is_unknown()
    {
        MachineMemory.Read(_root).ShouldBeNull();
        MachineMemory.Read("/").ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
