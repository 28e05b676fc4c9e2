namespace TemplateWorker.Tests.Deployment;

/// <summary>A secret and the file that holds it, relative to the compose file.</summary>
internal sealed record ComposeSecret
{
    public string File { get; init; } = "";
}
