namespace TemplateWorker.Runs.Calls;

/// <summary>A run that is on the engine now. A run that only the end of the process can stop is recognised by its age.</summary>
internal sealed record CurrentRun(ulong CallId, TenantId Tenant, string Template, TimeSpan Age)
{
    /// <summary>The delivery that is attempted; null for an immediate call.</summary>
    public long? Delivery { get; init; }
}
