namespace TemplateWorker.Demo.Generation;

/// <summary>One tenant of the demo while its events are being made.</summary>
internal sealed class DemoTenant
{
    public required TenantId Id { get; init; }

    /// <summary>How often the tenant is chosen, relative to the others.</summary>
    public required int Weight { get; init; }

    /// <summary>Everybody who writes and joins.</summary>
    public required IReadOnlyList<DemoPerson> People { get; init; }

    /// <summary>The tenant's repository on the code forge, as owner/name.</summary>
    public required string Repository { get; init; }

    /// <summary>Invoices made so far: what payments and repeats refer to.</summary>
    public List<DemoInvoice> Invoices { get; } = [];

    /// <summary>The number of the tenant's latest issue or pull request.</summary>
    public int LatestIssue { get; set; }
}
