namespace TemplateWorker.Storage.Accepting;

/// <summary>What is stored under an idempotency key.</summary>
internal sealed record KnownKey(Guid EventId, byte[] RequestHash, int Deliveries)
{
    /// <summary>What an event is answered that comes with the key.</summary>
    public AcceptOutcome Answer(NewEvent repeat) => RequestHash.AsSpan().SequenceEqual(repeat.RequestHash)
        ? new AcceptOutcome.Repeated(EventId, Deliveries)
        : new AcceptOutcome.KeyReused();
}
