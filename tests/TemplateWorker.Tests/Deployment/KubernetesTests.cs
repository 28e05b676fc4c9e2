using TemplateWorker.Cli;
using TemplateWorker.Cli.Parsing;
using TemplateWorker.Supervision;
using TemplateWorker.TestKit;
using YamlDotNet.RepresentationModel;

namespace TemplateWorker.Tests.Deployment;

/// <summary>Holds the manifests for Kubernetes against the image and the code that they start.</summary>
public sealed class KubernetesTests
{
    private const string Folder = "deploy/kubernetes";
    private static readonly YamlNode Migrate = Load("migrate.yaml");
    private static readonly YamlNode Deployment = Load("deployment.yaml");

    public static TheoryData<string> Pods => ["migrate.yaml", "deployment.yaml"];

    [Fact]
    public void A_job_migrates_and_the_supervisors_only_check()
    {
        Parse(Container(Migrate)).ShouldBeOfType<Migrate>();
        Parse(Container(Deployment)).ShouldBeOfType<RunSupervisor>().Mode.ShouldBe(WorkerMode.ProcessPool);
        Variable("TEMPLATE_WORKER__MIGRATIONS__ON_START").ShouldBe("check");
    }

    [Theory]
    [MemberData(nameof(Pods))]
    public void Every_pod_is_locked_down_as_the_user_of_the_image(string file)
    {
        var pod = Pod(Load(file));
        var user = DockerfileTests.User();
        $"{pod["securityContext"]["runAsUser"]}:{pod["securityContext"]["runAsGroup"]}".ShouldBe(user);
        pod["securityContext"]["runAsNonRoot"].ToString().ShouldBe("true");
        pod["automountServiceAccountToken"].ToString().ShouldBe("false");
        var container = pod["containers"][0]["securityContext"];
        container["readOnlyRootFilesystem"].ToString().ShouldBe("true");
        container["allowPrivilegeEscalation"].ToString().ShouldBe("false");
        container["capabilities"]["drop"][0].ToString().ShouldBe("ALL");
        pod["containers"][0]["resources"]["limits"]["memory"].ToString().ShouldNotBeEmpty();
    }

    [Fact]
    public void The_secrets_are_where_the_configuration_of_the_image_reads_them()
    {
        var folders = DockerConfig.SecretFiles.Select(Path.GetDirectoryName).Distinct();

        foreach (var workload in new[] { Migrate, Deployment })
        {
            Container(workload)["volumeMounts"][0]["mountPath"].ToString().ShouldBe(folders.ShouldHaveSingleItem());
        }

        var guide = File.ReadAllText(RepositoryFiles.PathOf("docs/operations/deployment.md"));
        foreach (var file in DockerConfig.SecretFiles)
        {
            guide.ShouldContain($"--from-literal={Path.GetFileName(file)}=");
        }
    }

    [Fact]
    public void Probes_ask_the_address_of_health_and_stopping_waits_longer_than_running_work_is_given()
    {
        var container = Container(Deployment);
        Variable("TEMPLATE_WORKER__ADDRS__HEALTH").ShouldBe($"0.0.0.0:{DockerConfig.HealthPort}");
        container["ports"].AllNodes.OfType<YamlScalarNode>().ShouldContain(node => node.Value == DockerConfig.HealthPort);
        foreach (var (probe, path) in new[] { ("startupProbe", "/readyz"), ("readinessProbe", "/readyz"), ("livenessProbe", "/livez") })
        {
            (container[probe]["httpGet"]["path"].ToString(), container[probe]["httpGet"]["port"].ToString()).ShouldBe((path, "health"));
        }

        TimeSpan.FromSeconds(int.Parse(Pod(Deployment)["terminationGracePeriodSeconds"].ToString()))
            .ShouldBeGreaterThan(new WorkersOptions().DrainTimeout + TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void The_memory_of_the_container_holds_the_workers_it_starts() =>
        Container(Deployment)["resources"]["limits"]["memory"].ToString().ShouldBe(
            $"{Parse(Container(Deployment)).ShouldBeOfType<RunSupervisor>().ProcessWorkers.ShouldNotBeNull() + 1}Gi");

    [ProgramFact("kubectl")]
    public async Task Kustomize_builds_the_manifests()
    {
        var built = await ProgramRun.OfAsync("kubectl", "kustomize", RepositoryFiles.PathOf(Folder));

        built.Status.ShouldBe(0, built.Errors);
        built.Output.Split("---").Length.ShouldBe(4);
        built.Output.ShouldContain("image: template-worker:latest");
    }

    private static Command Parse(YamlNode container) => CommandParser.Parse(
        [.. ((YamlSequenceNode)container["args"]).Select(argument => argument.ToString()), "--config", "/etc/template-worker/config.yaml"]);

    private static string Variable(string name) => ((YamlSequenceNode)Container(Deployment)["env"])
        .Single(variable => variable["name"].ToString() == name)["value"].ToString();

    private static YamlNode Container(YamlNode workload) => Pod(workload)["containers"][0];

    private static YamlNode Pod(YamlNode workload) => workload["spec"]["template"]["spec"];

    private static YamlNode Load(string file) => YamlFile.Root($"{Folder}/{file}");
}
