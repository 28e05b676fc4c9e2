using System.Text.Json;
using System.Xml.Linq;
using TemplateWorker.TestKit;

namespace TemplateWorker.Tests.Deployment;

public sealed class DockerfileTests
{
    private const string Executable = "src/TemplateWorker/TemplateWorker.csproj";
    private static readonly IReadOnlyList<DockerInstruction> Instructions = DockerInstruction.Parse(File.ReadAllText(RepositoryFiles.PathOf("deploy/docker/Dockerfile")));

    [Fact]
    public void Everything_copied_from_the_repository_exists()
    {
        var sources = CopiedFromRepository().ToList();
        sources.ShouldNotBeEmpty();
        foreach (var source in sources)
        {
            var path = RepositoryFiles.PathOf(source);
            (File.Exists(path) || Directory.Exists(path)).ShouldBeTrue($"{source} is copied, but is not in the repository");
        }
    }

    [Fact]
    public void The_ignore_file_lets_through_what_is_copied_and_nothing_else()
    {
        var allowed = File.ReadAllText(RepositoryFiles.PathOf("deploy/docker/Dockerfile.dockerignore")).Split('\n')
            .Where(line => line.StartsWith('!')).Select(line => line[1..]);

        allowed.ShouldBe(
            CopiedFromRepository().Select(source => source.StartsWith("src/", StringComparison.Ordinal) ? "src" : source).Distinct(),
            ignoreOrder: true);
    }

    [Fact]
    public void The_project_files_that_decide_the_restore_are_those_of_the_executable_and_what_it_refers_to()
    {
        CopiedFromRepository().Where(source => source.EndsWith(".csproj", StringComparison.Ordinal))
            .ShouldBe(WithReferences(Executable).Distinct(), ignoreOrder: true);
    }

    [Fact]
    public void Each_project_file_is_copied_to_its_own_folder_with_its_lock_file()
    {
        foreach (var copy in In("build", "COPY").Where(copy => copy.Text.Contains(".csproj")))
        {
            var folder = Path.GetDirectoryName(copy.Words[0]) + "/";
            copy.Words.Skip(1).ShouldBe([folder + "packages.lock.json", folder]);
        }
    }

    [Fact]
    public void Packages_are_restored_as_the_lock_files_name_them()
    {
        In("build", "RUN").Single(run => run.Words[1] == "restore").HasFlag("--locked-mode").ShouldBeTrue();
    }

    [Fact]
    public void The_executable_is_what_is_restored_published_and_started()
    {
        In("build", "RUN").ShouldAllBe(run => run.Words[2] == Executable);
        var assembly = XDocument.Load(RepositoryFiles.PathOf(Executable)).Descendants("AssemblyName").Single().Value;
        Arguments("ENTRYPOINT")[..2].ShouldBe(["dotnet", $"/app/{assembly}.dll"]);
    }

    [Fact]
    public void The_images_are_of_the_framework_version_that_the_projects_target()
    {
        var version = XDocument.Load(RepositoryFiles.PathOf("Directory.Build.props")).Descendants("TargetFramework").Single().Value.Replace("net", "");
        Instructions.Where(instruction => instruction.Name == "FROM").Select(from => from.Words[0])
            .ShouldBe([$"mcr.microsoft.com/dotnet/sdk:{version}-noble", $"mcr.microsoft.com/dotnet/aspnet:{version}-noble"]);
    }

    [Fact]
    public void The_image_has_the_script_engine_that_dev_installs()
    {
        const string package = "libjavascriptcoregtk-4.1-0";
        In("runtime", "RUN").Single().Words.ShouldContain(package);
        File.ReadAllText(RepositoryFiles.PathOf("dev")).ShouldContain(package);
    }

    [Fact]
    public void The_image_runs_as_a_user_without_privileges_given_by_number()
    {
        User().ShouldMatch("^[1-9][0-9]*:[1-9][0-9]*$");
        Instructions.Select(instruction => instruction.Name).ToList()
            .ShouldSatisfyAllConditions(names => names.LastIndexOf("RUN").ShouldBeLessThan(names.IndexOf("USER")));
    }

    [Fact]
    public void The_configuration_that_is_started_with_is_the_one_that_was_copied()
    {
        var copied = In("runtime", "COPY").Single(copy => copy.Words[0] == "deploy/docker/config.yaml").Words[1];
        Arguments("ENTRYPOINT")[2..].ShouldBe(["--config", copied]);
    }

    [Fact]
    public void The_ports_are_those_that_the_configuration_and_the_environment_listen_on()
    {
        In("runtime", "EXPOSE").Single().Text.ShouldBe(DockerConfig.Port);
        HealthCommand().ShouldBe(["/usr/local/bin/healthcheck", DockerConfig.HealthPort]);
        DockerConfig.HealthPort.ShouldNotBe(DockerConfig.Port);
    }

    [Fact]
    public void The_health_command_was_copied_and_may_be_executed()
    {
        var copy = In("runtime", "COPY").Single(copy => copy.Words[0] == "deploy/docker/healthcheck");
        copy.Words[1].ShouldBe(HealthCommand()[0]);
        copy.HasFlag("--chmod=755").ShouldBeTrue();
    }

    [Fact]
    public void Stopping_the_container_asks_the_worker_to_drain()
    {
        In("runtime", "STOPSIGNAL").Single().Text.ShouldBe("SIGTERM");
    }

    private static IEnumerable<DockerInstruction> In(string stage, string name) =>
        Instructions.Where(instruction => instruction.Stage == stage && instruction.Name == name);

    private static IEnumerable<string> CopiedFromRepository() => Instructions
        .Where(instruction => instruction.Name == "COPY" && !instruction.HasFlag("--from=build"))
        .SelectMany(copy => copy.Words.SkipLast(1));

    internal static string[] Arguments(string name) => JsonSerializer.Deserialize<string[]>(In("runtime", name).Single().Text)!;

    /// <summary>The user and the group of the image, by number.</summary>
    internal static string User() => In("runtime", "USER").Single().Text;

    internal static string Environment(string name) => In("runtime", "ENV")
        .Select(variable => variable.Text.Split('=', 2)).Single(parts => parts[0] == name)[1];

    private static string[] HealthCommand() =>
        JsonSerializer.Deserialize<string[]>(In("runtime", "HEALTHCHECK").Single().Text.Split("CMD ")[1])!;

    private static IEnumerable<string> WithReferences(string project) => XDocument.Load(RepositoryFiles.PathOf(project))
        .Descendants("ProjectReference")
        .Select(reference => Path.GetRelativePath(
            RepositoryFiles.PathOf(""), Path.Combine(Path.GetDirectoryName(RepositoryFiles.PathOf(project))!, reference.Attribute("Include")!.Value)))
        .SelectMany(WithReferences)
        .Prepend(project);
}
