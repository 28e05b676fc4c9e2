using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Committing;

/// <summary>Tells of deliveries that commits have settled, while it is on. Thread-safe.</summary>
/// <param name="told">Gets their ids, on a committer's thread. Must not block.</param>
internal sealed class DeliveryWatch(Action<IReadOnlyList<long>> told)
{
    private volatile bool _isOn;

    /// <summary>Whether it tells.</summary>
    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }

    /// <summary>Tells of a group that is committed.</summary>
    public void Note(List<CommitRequest> group, IReadOnlyList<RunVerdict> verdicts)
    {
        if (!_isOn)
        {
            return;
        }

        List<long> ids = [];
        for (var i = 0; i < group.Count; i++)
        {
            if (verdicts[i] is RunVerdict.Committed && group[i].Run is { Delivery: { } delivery } run)
            {
                ids.AddRange(run.Earlier.Select(earlier => earlier.Delivery.Id));
                ids.Add(delivery.Id);
            }
        }

        if (ids.Count > 0)
        {
            told(ids);
        }
    }
}
