using TemplateWorker.TestKit;
using YamlDotNet.RepresentationModel;

namespace TemplateWorker.Tests.Deployment;

/// <summary>A file of the repository in YAML.</summary>
internal static class YamlFile
{
    /// <summary>The root of its first document.</summary>
    public static YamlNode Root(string path)
    {
        var yaml = new YamlStream();
        using var text = new StringReader(File.ReadAllText(RepositoryFiles.PathOf(path)));
        yaml.Load(text);
        return yaml.Documents[0].RootNode;
    }
}
