namespace TemplateWorker.Hosting.Migrations;

/// <summary>All migrations and how they stand.</summary>
/// <param name="State"><c>current</c>, <c>pending</c>, <c>drifted</c> or <c>unknown</c>.</param>
/// <param name="Migrations">Those of this program in their order, then the unknown ones.</param>
internal sealed record StatusReport(string State, IReadOnlyList<StatusItem> Migrations);

/// <summary>A migration and its row in the journal; what is null was not recorded.</summary>
internal sealed record StatusItem
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary><c>applied</c>, <c>drifted</c>, <c>pending</c> or <c>unknown</c>.</summary>
    public required string State { get; init; }

    /// <summary>When, by the server's clock.</summary>
    public DateTimeOffset? AppliedAt { get; init; }

    /// <summary>How long it took.</summary>
    public long? DurationMs { get; init; }

    /// <summary>By which version.</summary>
    public string? ProgramVersion { get; init; }

    /// <summary>On which machine.</summary>
    public string? Host { get; init; }

    /// <summary>Whether the journal says which statements were executed.</summary>
    public bool StatementsRecorded { get; init; }
}
