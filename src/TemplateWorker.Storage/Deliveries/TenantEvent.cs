namespace TemplateWorker.Storage.Deliveries;

/// <summary>An event of a tenant, in the one form that it has from acceptance to the script engine.</summary>
/// <param name="Id">Shared by all deliveries of the event.</param>
/// <param name="Name">1 to 128 characters.</param>
/// <param name="Data">The payload as well-formed UTF-8 JSON. The bytes must not change once the event is made.</param>
/// <param name="Hops">How many runs lie between this event and one that came from outside; 0 for that one.</param>
public sealed record TenantEvent(Guid Id, string Name, ReadOnlyMemory<byte> Data, int Hops)
{
    /// <summary>The trace that it belongs to; null for none.</summary>
    public TraceParent? Trace { get; init; }
}
