using System.Text.Json.Nodes;

namespace TemplateWorker.Storage.Auditing;

/// <summary>What was done, for the audit log. Nothing in it is secret.</summary>
public sealed record AuditEntry
{
    /// <summary>A word for the kind of thing and one for what was done to it, such as <c>tokens.create</c>: 1 to 64 bytes.</summary>
    public required string Action { get; init; }

    /// <summary>The tenant that it concerns; null for all.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>The thing that was changed, such as a template's name; empty when the tenant says it.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What was there before; null for nothing.</summary>
    public JsonObject? Before { get; init; }

    /// <summary>What is there now; null for nothing.</summary>
    public JsonObject? After { get; init; }
}
