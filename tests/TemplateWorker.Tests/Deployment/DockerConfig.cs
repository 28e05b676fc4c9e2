using YamlDotNet.RepresentationModel;

namespace TemplateWorker.Tests.Deployment;

/// <summary>The configuration that the image brings along.</summary>
internal static class DockerConfig
{
    public const string FilePath = "deploy/docker/config.yaml";

    /// <summary>The port of the HTTP API.</summary>
    public static string Port => Root["addrs"]["http"].ToString().Split(':')[^1];

    /// <summary>The address of the health check, which the image sets by the environment.</summary>
    public static string Health => DockerfileTests.Environment("TEMPLATE_WORKER__ADDRS__HEALTH");

    /// <summary>The port of the health check.</summary>
    public static string HealthPort => Health.Split(':')[^1];

    /// <summary>The files outside the image that it reads secrets from.</summary>
    public static IEnumerable<string> SecretFiles => Root.AllNodes.OfType<YamlScalarNode>()
        .Select(node => node.Value!)
        .Where(value => value.StartsWith("file:", StringComparison.Ordinal))
        .Select(value => value["file:".Length..]);

    private static YamlNode Root => YamlFile.Root(FilePath);
}
