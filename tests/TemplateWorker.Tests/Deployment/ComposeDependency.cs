namespace TemplateWorker.Tests.Deployment;

/// <summary>What a service waits for.</summary>
internal sealed record ComposeDependency
{
    public string Condition { get; init; } = "";
}
