namespace TemplateWorker.Tests.Deployment;

/// <summary>How an image is built; the context is relative to the compose file.</summary>
internal sealed record ComposeBuild
{
    public string Context { get; init; } = "";

    public string Dockerfile { get; init; } = "";
}
