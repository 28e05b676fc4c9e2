namespace TemplateWorker.Storage.Auditing;

/// <summary>One line of the audit log.</summary>
public sealed record AuditRecord
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>When, by the database's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who, and from where.</summary>
    public required Actor Actor { get; init; }

    /// <summary>What was done, such as <c>tokens.create</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The tenant that it concerned; null for all.</summary>
    public required TenantId? Tenant { get; init; }

    /// <summary>The thing that was changed; empty when the tenant says it.</summary>
    public required string Subject { get; init; }

    /// <summary>What was there before, as JSON text; null for nothing.</summary>
    public required string? Before { get; init; }

    /// <summary>What was there afterwards, as JSON text; null for nothing.</summary>
    public required string? After { get; init; }
}
