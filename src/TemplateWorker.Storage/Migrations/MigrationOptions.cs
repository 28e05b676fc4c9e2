namespace TemplateWorker.Storage.Migrations;

/// <summary>When migrations are applied.</summary>
public sealed record MigrationOptions
{
    /// <summary>What a supervisor does with pending migrations when it starts. Default: it applies them.</summary>
    public MigrationStart OnStart { get; init; }
}

/// <summary>What a start does with pending migrations.</summary>
public enum MigrationStart
{
    /// <summary>Applies them.</summary>
    Apply,

    /// <summary>Refuses to start; an operator applies them by <c>--worker-type migrate</c>.</summary>
    Check,
}
