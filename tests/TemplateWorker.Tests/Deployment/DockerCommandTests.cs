using TemplateWorker.Cli;
using TemplateWorker.Cli.Parsing;
using TemplateWorker.Configuration;
using TemplateWorker.TestKit;

namespace TemplateWorker.Tests.Deployment;

/// <summary>Holds what the containers start against the code that reads it.</summary>
public sealed class DockerCommandTests
{
    private static readonly ComposeFile Compose = ComposeFile.Load();

    [Fact]
    public void The_migrate_service_asks_for_migrations_and_the_worker_for_a_pool_of_processes()
    {
        Parse(Compose.Services["migrate"].Command).ShouldBeOfType<Migrate>();
        Parse(Compose.Services["worker"].Command).ShouldBeOfType<RunSupervisor>().Mode.ShouldBe(WorkerMode.ProcessPool);
    }

    [Fact]
    public void Without_a_command_the_image_starts_a_pool_of_processes()
    {
        Parse(DockerfileTests.Arguments("CMD")).ShouldBeOfType<RunSupervisor>().Mode.ShouldBe(WorkerMode.ProcessPool);
    }

    [Fact]
    public void The_memory_of_the_container_holds_the_workers_it_starts()
    {
        var workers = Parse(Compose.Services["worker"].Command).ShouldBeOfType<RunSupervisor>().ProcessWorkers.ShouldNotBeNull();

        Compose.Services["worker"].MemLimit.ShouldBe($"{workers + 1}g");
    }

    [Fact]
    public void The_configuration_of_the_image_is_valid_with_its_secrets_in_place()
    {
        var secrets = Directory.CreateTempSubdirectory("docker-secrets-").FullName;
        File.WriteAllText(Path.Combine(secrets, "postgres_url"), "postgresql://template_worker:0f0f@postgres:5432/template_worker");
        File.WriteAllText(Path.Combine(secrets, "admin_token"), new string('a', 48));
        var path = Path.Combine(secrets, "config.yaml");
        File.WriteAllText(path, File.ReadAllText(RepositoryFiles.PathOf(DockerConfig.FilePath)).Replace("/run/secrets", secrets));

        var outcome = ConfigurationLoader.Load(new ConfigurationSources
        {
            Path = path,
            Environment = new Dictionary<string, string> { ["TEMPLATE_WORKER__ADDRS__HEALTH"] = DockerConfig.Health },
        });

        var options = outcome.ShouldBeOfType<ConfigurationOutcome.Loaded>().Options;
        options.Addrs.Http.ToString().ShouldBe($"0.0.0.0:{DockerConfig.Port}");
        options.Addrs.Health!.ToString().ShouldBe($"127.0.0.1:{DockerConfig.HealthPort}");
        var grace = TimeSpan.FromSeconds(int.Parse(Compose.Services["worker"].StopGracePeriod!.TrimEnd('s')));
        grace.ShouldBeGreaterThan(options.Workers.DrainTimeout + TimeSpan.FromSeconds(5));
        Directory.Delete(secrets, recursive: true);
    }

    private static Command Parse(IEnumerable<string> arguments) => CommandParser.Parse([.. arguments, "--config", "/etc/template-worker/config.yaml"]);
}
