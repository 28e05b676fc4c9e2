using TemplateWorker.Storage.Committing.Parts;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing;

/// <summary>The runs of one commit, taken apart into the arrays that the statement takes. Reused by one thread.</summary>
internal sealed class RunGroup
{
    private readonly TouchedKeys _keys = new();
    private readonly CommitPart[] _parts;

    public RunGroup() => _parts =
    [
        _keys, new KeyUsage(), new KeyExpiries(), new TouchedStates(), new ListedRanges(), new RecordedAnswers(), new HeldFences(), new DoneDeliveries(),
        new FailedDeliveries(), new EmittedEvents(), new SentActions(), new CancelledActions(), new WrittenSchedules(), new HistoryRows(),
        new EventResults(),
    ];

    /// <summary>The locks of the tenants, ascending, so that two groups never wait for each other in a circle.</summary>
    public List<long> Locks { get; } = [];

    /// <summary>Bytes of what the group writes, as <see cref="RunWeight"/> counts.</summary>
    public long Weight { get; private set; }

    /// <summary>Which parts the group uses, a bit for each: groups of the same use share a statement.</summary>
    public int Use { get; private set; }

    /// <summary>The parts that the group uses.</summary>
    public IReadOnlyList<CommitPart> UsedParts => [.. _parts.Where(part => !part.IsEmpty)];

    /// <summary>Where the rows lie that the group changed: which run's, which of its writes, and the place.</summary>
    public IEnumerable<(int Number, int Write, RowPlace Place)> PlacesIn(GroupResult result)
    {
        for (var i = 0; i < result.Changed.Length; i++)
        {
            var (number, write) = _keys.WriteOf(result.Changed[i]);
            yield return (number, write, RowPlace.Parse(result.Places[i]));
        }
    }

    /// <summary>Takes the runs that have these numbers; a run's number is its place in <paramref name="runs"/>.</summary>
    public void Fill(IReadOnlyList<FinishedRun> runs, List<int> numbers)
    {
        Locks.Clear();
        Weight = 0;
        foreach (var part in _parts)
        {
            part.Clear();
        }

        foreach (var number in numbers)
        {
            Locks.Add(TenantLock.KeyOf(runs[number].Tenant));
            Weight += RunWeight.Of(runs[number]);
            foreach (var part in _parts)
            {
                part.Add(number, runs[number]);
            }
        }

        Locks.Sort();
        Use = 0;
        for (var i = 0; i < _parts.Length; i++)
        {
            Use |= _parts[i].IsEmpty ? 0 : 1 << i;
        }
    }
}
