namespace TemplateWorker.Tests.Deployment;

/// <summary>One service of the compose file.</summary>
internal sealed record ComposeService
{
    public string Image { get; init; } = "";

    public ComposeBuild? Build { get; init; }

    public string? User { get; init; }

    public List<string> Command { get; init; } = [];

    public Dictionary<string, string> Environment { get; init; } = [];

    public Dictionary<string, ComposeDependency> DependsOn { get; init; } = [];

    public ComposeHealthcheck? Healthcheck { get; init; }

    public List<string> Ports { get; init; } = [];

    public List<string> Secrets { get; init; } = [];

    public List<string> Volumes { get; init; } = [];

    public bool ReadOnly { get; init; }

    public List<string> CapDrop { get; init; } = [];

    public List<string> SecurityOpt { get; init; } = [];

    public string? MemLimit { get; init; }

    public string? StopGracePeriod { get; init; }

    public string Restart { get; init; } = "";
}
