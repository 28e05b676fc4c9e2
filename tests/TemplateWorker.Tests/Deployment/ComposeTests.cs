using TemplateWorker.TestKit;

namespace TemplateWorker.Tests.Deployment;

public sealed class ComposeTests
{
    private static readonly ComposeFile Compose = ComposeFile.Load();
    private static readonly ComposeService Postgres = Compose.Services["postgres"];
    private static readonly ComposeService Migrate = Compose.Services["migrate"];
    private static readonly ComposeService Worker = Compose.Services["worker"];

    public static TheoryData<string> Services => [.. Compose.Services.Keys];

    [Fact]
    public void The_project_and_its_services_have_the_names_of_the_documentation()
    {
        Compose.Name.ShouldBe("template-worker");
        Compose.Services.Keys.ShouldBe(["postgres", "migrate", "worker"]);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_service_is_locked_down(string name)
    {
        var service = Compose.Services[name];
        service.ReadOnly.ShouldBeTrue();
        service.CapDrop.ShouldBe(["ALL"]);
        service.SecurityOpt.ShouldBe(["no-new-privileges:true"]);
        service.MemLimit.ShouldNotBeNull();
        service.User?.ShouldMatch("^[1-9][0-9]*:[1-9][0-9]*$");
    }

    [Fact]
    public void The_image_is_built_from_the_repository_by_the_dockerfile_beside_the_compose_file()
    {
        var folder = Path.GetDirectoryName(RepositoryFiles.PathOf(ComposeFile.FilePath))!;
        foreach (var service in new[] { Migrate, Worker })
        {
            var context = Path.GetFullPath(Path.Combine(folder, service.Build!.Context));
            File.Exists(Path.Combine(context, "TemplateWorker.sln")).ShouldBeTrue();
            File.Exists(Path.Combine(context, service.Build.Dockerfile)).ShouldBeTrue();
        }

        Worker.Image.ShouldBe(Migrate.Image);
    }

    [Fact]
    public void Migrations_wait_for_a_healthy_database_and_run_once()
    {
        Migrate.DependsOn.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            dependency => dependency.Key.ShouldBe("postgres"),
            dependency => dependency.Value.Condition.ShouldBe("service_healthy"));
        Migrate.Restart.ShouldBe("no");
        Migrate.Healthcheck!.Disable.ShouldBeTrue();
    }

    [Fact]
    public void The_worker_waits_for_the_migrations_to_have_succeeded()
    {
        Worker.DependsOn["migrate"].Condition.ShouldBe("service_completed_successfully");
        Worker.DependsOn["postgres"].Condition.ShouldBe("service_healthy");
    }

    [Fact]
    public void The_worker_is_asked_for_its_health_on_the_address_of_the_image_and_publishes_the_API()
    {
        Worker.Healthcheck!.Test.ShouldBe(["CMD", "/usr/local/bin/healthcheck", DockerConfig.HealthPort]);
        Worker.Ports.ShouldBe([$"127.0.0.1:{DockerConfig.Port}:{DockerConfig.Port}"]);
    }

    [Fact]
    public void The_database_is_asked_for_its_health_as_the_user_and_database_that_it_makes()
    {
        Postgres.Healthcheck!.Test.ShouldBe(
        [
            "CMD", "pg_isready", "--host", "127.0.0.1", "--username", Postgres.Environment["POSTGRES_USER"], "--dbname", Postgres.Environment["POSTGRES_DB"],
        ]);
    }

    [Fact]
    public void The_database_keeps_its_data_in_a_volume()
    {
        var volume = Postgres.Volumes.ShouldHaveSingleItem().Split(':');
        Compose.Volumes.Keys.ShouldContain(volume[0]);
        volume[1].ShouldBe("/var/lib/postgresql/data");
    }

    [Fact]
    public void Every_secret_that_the_configuration_reads_is_given_to_those_who_read_it()
    {
        var read = DockerConfig.SecretFiles.Select(file => file.Replace("/run/secrets/", "")).ToList();
        read.ShouldNotBeEmpty();
        Worker.Secrets.ShouldBe(read, ignoreOrder: true);
        Migrate.Secrets.ShouldBe(read, ignoreOrder: true);
        Postgres.Environment["POSTGRES_PASSWORD_FILE"].ShouldBe($"/run/secrets/{Postgres.Secrets.ShouldHaveSingleItem()}");
    }

    [Fact]
    public void Every_secret_is_a_file_that_is_made_by_the_script_and_kept_out_of_the_repository()
    {
        var used = Compose.Services.Values.SelectMany(service => service.Secrets).Distinct();
        Compose.Secrets.Keys.ShouldBe(used, ignoreOrder: true);
        File.ReadAllText(RepositoryFiles.PathOf("deploy/docker/.gitignore")).ShouldContain("/secrets/");
        var script = File.ReadAllText(RepositoryFiles.PathOf("deploy/docker/make-secrets"));
        foreach (var (name, secret) in Compose.Secrets)
        {
            secret.File.ShouldBe($"./secrets/{name}");
            script.ShouldContain($">secrets/{name}");
        }
    }
}
