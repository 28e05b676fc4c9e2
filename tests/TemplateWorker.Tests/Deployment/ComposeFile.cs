using TemplateWorker.TestKit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace TemplateWorker.Tests.Deployment;

/// <summary>The parts of the compose file that the tests look at; merge keys are resolved.</summary>
internal sealed record ComposeFile
{
    public const string FilePath = "deploy/docker/docker-compose.yml";

    public string Name { get; init; } = "";

    public Dictionary<string, ComposeService> Services { get; init; } = [];

    public Dictionary<string, ComposeSecret> Secrets { get; init; } = [];

    public Dictionary<string, object?> Volumes { get; init; } = [];

    public static ComposeFile Load() => new DeserializerBuilder()
        .WithNamingConvention(YamlDotNet.Serialization.NamingConventions.UnderscoredNamingConvention.Instance)
        .IgnoreUnmatchedProperties()
        .Build()
        .Deserialize<ComposeFile>(new MergingParser(new Parser(new StringReader(File.ReadAllText(RepositoryFiles.PathOf(FilePath))))));
}
