namespace TemplateWorker.Runs.Scheduling;

/// <summary>Where a tenant waits for its turns. Thread-safe.</summary>
internal interface ITurns
{
    /// <summary>Whether tenants wait. Takes no lock.</summary>
    bool IsCrowded { get; }

    /// <summary>Queues a tenant for its first turn, or for the next one of the same work. Called by the thread that holds the tenant's turn.</summary>
    void Continue(TenantSession session);

    /// <summary>Removes the tenant's finished work and continues with the next. Called by the thread that holds the tenant's turn.</summary>
    void EndTurn(TenantSession session);
}
