using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>What the database did with a group: the runs that it did not leave out are committed.</summary>
internal sealed record GroupResult
{
    /// <summary>Numbers of the runs of which nothing was written, for whatever reason.</summary>
    public required int[] LeftOut { get; init; }

    /// <summary>The version of all rows written; 0 when there is none.</summary>
    public required uint Version { get; init; }

    /// <summary>Which rows of <see cref="Parts.TouchedKeys"/> were changed, counted from 1.</summary>
    public required long[] Changed { get; init; }

    /// <summary>Where each of <see cref="Changed"/> lies now.</summary>
    public required string[] Places { get; init; }

    /// <summary>Numbers of those left out whose idempotency entry was there.</summary>
    public required int[] AlreadyDone { get; init; }

    /// <summary>Numbers of those left out whose delivery was not there at its attempt.</summary>
    public required int[] Gone { get; init; }

    /// <summary>Numbers of those left out whose slot has another fence.</summary>
    public required int[] SlotLost { get; init; }

    /// <summary>Five numbers for each quota that a run exceeds or comes near to; see <see cref="CommitPart.Quotas"/>.</summary>
    public required long[] Quotas { get; init; }

    /// <summary><see cref="Quotas"/>, with the numbers of the runs.</summary>
    public IEnumerable<(int Number, QuotaUse Use)> QuotaUses()
    {
        for (var i = 0; i < Quotas.Length; i += 5)
        {
            yield return ((int)Quotas[i], new QuotaUse((Quota)Quotas[i + 1], Quotas[i + 2], Quotas[i + 3], Quotas[i + 4]));
        }
    }
}
