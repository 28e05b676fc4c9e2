namespace TemplateWorker.Tests.Deployment;

/// <summary>How a service is asked whether it is well.</summary>
internal sealed record ComposeHealthcheck
{
    public List<string> Test { get; init; } = [];

    public bool Disable { get; init; }
}
