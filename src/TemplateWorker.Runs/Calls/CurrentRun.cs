namespace TemplateWorker.Runs.Calls;

/// <summary>What is on the engine right now. A run that only the end of the process stops shows here by its age.</summary>
internal sealed record CurrentRun(ulong CallId, TenantId Tenant, string Template, TimeSpan Age)
{
    /// <summary>The delivery that it is an attempt at; null for an immediate call.</summary>
    public long? Delivery { get; init; }
}
