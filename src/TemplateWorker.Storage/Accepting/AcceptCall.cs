using System.Text.Unicode;

namespace TemplateWorker.Storage.Accepting;

/// <summary>
/// The events of one call and their outcomes. It is processed in rounds: an event waits for the next round while
/// another event of the call, or another transaction, is storing the same key. Usually one round is enough.
/// </summary>
internal sealed class AcceptCall
{
    private readonly AcceptOutcome?[] _outcomes;
    private readonly Dictionary<(TenantId Tenant, string Key), KnownKey> _known = [];

    public AcceptCall(IReadOnlyList<NewEvent> events)
    {
        Events = events;
        _outcomes = new AcceptOutcome?[events.Count];
        for (var number = 0; number < events.Count; number++)
        {
            if (!IsText(events[number]))
            {
                _outcomes[number] = new AcceptOutcome.Rejected("A text of the event has half of a surrogate pair, which cannot be stored.");
            }
        }
    }

    public IReadOnlyList<NewEvent> Events { get; }

    /// <summary>Once no event is left: what became of them.</summary>
    public IReadOnlyList<AcceptOutcome> Outcomes => _outcomes!;

    /// <summary>Whether an event was refused.</summary>
    public bool HasRefused => Array.Exists(
        _outcomes, outcome => outcome is not (null or AcceptOutcome.Accepted or AcceptOutcome.Repeated or AcceptOutcome.Undone));

    /// <summary>Answers the events whose keys are known by now.</summary>
    /// <returns>The numbers of the events to store next, no two of them with one key; none when all have their outcome.</returns>
    public List<int> NextRound()
    {
        var numbers = new List<int>(Events.Count);
        HashSet<(TenantId Tenant, string Key)>? keys = null;
        for (var number = 0; number < Events.Count; number++)
        {
            if (_outcomes[number] is not null)
            {
                continue;
            }

            if (Events[number] is { IdempotencyKey: { } text } repeat)
            {
                var key = (repeat.Tenant, text);
                if (_known.TryGetValue(key, out var known))
                {
                    _outcomes[number] = known.Answer(repeat);
                    continue;
                }

                if (!(keys ??= []).Add(key))
                {
                    continue;
                }
            }

            numbers.Add(number);
        }

        return numbers;
    }

    public void SetAccepted(int number, int deliveries, IReadOnlyList<AcceptedDelivery> ready, int? queued)
    {
        var @event = Events[number];
        _outcomes[number] = new AcceptOutcome.Accepted(@event.EventId, deliveries, ready, queued);
        if (deliveries > 0 && @event.IdempotencyKey is { } key)
        {
            _known[(@event.Tenant, key)] = new KnownKey(@event.EventId, @event.RequestHash!, deliveries);
        }
    }

    public void SetKnown(int number, KnownKey known)
    {
        var @event = Events[number];
        _known[(@event.Tenant, @event.IdempotencyKey!)] = known;
        _outcomes[number] = known.Answer(@event);
    }

    public void SetRefused(int number, AcceptOutcome outcome) => _outcomes[number] = outcome;

    /// <summary>Nothing of the call was stored: events that were not refused get that outcome.</summary>
    public void UndoOthers()
    {
        for (var number = 0; number < _outcomes.Length; number++)
        {
            if (_outcomes[number] is null or AcceptOutcome.Accepted or AcceptOutcome.Repeated)
            {
                _outcomes[number] = new AcceptOutcome.Undone();
            }
        }
    }

    /// <summary>Discards the results of statements that were rolled back.</summary>
    public void UndoAll()
    {
        _known.Clear();
        for (var number = 0; number < _outcomes.Length; number++)
        {
            if (_outcomes[number] is not AcceptOutcome.Rejected)
            {
                _outcomes[number] = null;
            }
        }
    }

    private static bool IsText(NewEvent @event) => Utf8.IsValid(@event.Data.Span) && WellFormed.Is(@event.Name)
        && WellFormed.Is(@event.IdempotencyKey) && WellFormed.Is(@event.Tenant.OwnerType) && WellFormed.Is(@event.Tenant.OwnerId);
}
