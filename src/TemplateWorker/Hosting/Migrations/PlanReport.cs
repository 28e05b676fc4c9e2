namespace TemplateWorker.Hosting.Migrations;

/// <summary>What the pending migrations will do.</summary>
/// <param name="Pending">In the order in which they will be applied.</param>
internal sealed record PlanReport(IReadOnlyList<PlanItem> Pending);

/// <summary>A pending migration.</summary>
/// <param name="Id">Its name.</param>
/// <param name="HasCode">Whether code runs between its statements.</param>
/// <param name="Statements">Its statements.</param>
internal sealed record PlanItem(string Id, bool HasCode, IReadOnlyList<PlanStatement> Statements);

/// <summary>A statement of a pending migration.</summary>
/// <param name="Sql">As written.</param>
/// <param name="Tables">What it does to which.</param>
internal sealed record PlanStatement(string Sql, IReadOnlyList<PlanTable> Tables);

/// <summary>What a statement will do to a table.</summary>
internal sealed record PlanTable
{
    /// <summary>Its name; null where the statement computes it.</summary>
    public string? Table { get; init; }

    /// <summary>PostgreSQL's name of the lock.</summary>
    public required string Lock { get; init; }

    /// <summary>Whether the statement makes the table.</summary>
    public bool Creates { get; init; }

    /// <summary>Whether it writes all rows anew.</summary>
    public bool Rewrites { get; init; }

    /// <summary>Whether it reads all rows while it holds the lock.</summary>
    public bool Scans { get; init; }

    /// <summary>The rows of today; null when there is no such table yet.</summary>
    public long? Rows { get; init; }

    /// <summary>Whether they were counted; otherwise they are the server's estimate.</summary>
    public bool? RowsExact { get; init; }
}
