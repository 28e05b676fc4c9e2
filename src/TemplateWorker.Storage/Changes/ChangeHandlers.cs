namespace TemplateWorker.Storage.Changes;

/// <summary>What is done about changes.</summary>
public sealed record ChangeHandlers
{
    /// <summary>A tenant's templates, ban or suspension were changed.</summary>
    public required Action<TenantId> TenantChanged { get; init; }

    /// <summary>A token with this prefix was issued, replaced or revoked; the prefix may be any text. Nothing is done about it by default.</summary>
    public Action<string> TokenChanged { get; init; } = _ => { };

    /// <summary>There may be something new in lanes of these slots; never of slots that do not exist.</summary>
    public required Action<IReadOnlyCollection<int>> LanesChanged { get; init; }

    /// <summary>A supervisor has given up slots.</summary>
    public required Action SlotsMoved { get; init; }

    /// <summary>The connection was lost, and others to the same server may be lost too. Nothing is done about it by default.</summary>
    public Action ConnectionLost { get; init; } = () => { };

    /// <summary>After each connection, the first too: changes may have been missed, assume that everything changed.</summary>
    public required Action Reset { get; init; }
}
