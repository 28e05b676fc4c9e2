using System.Globalization;
using System.Text;
using TemplateWorker.Runs.Transactions.Limits;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Actions;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Runs.Transactions;

/// <summary>The actions that a run has sent and cancelled, and whether it may send another.</summary>
/// <param name="sender">The run.</param>
/// <param name="limits">Of the tenant.</param>
/// <param name="room">Of the tenant.</param>
/// <param name="store">Counts what waits, and knows keys and actions of earlier runs.</param>
/// <param name="time">For the ids.</param>
internal sealed class RunActions(SendingRun sender, TenantLimits limits, ActionRoom room, ActionStore store, TimeProvider time)
{
    private readonly List<SentAction> _sent = [];
    private readonly List<Guid> _cancelled = [];
    private WaitingActions _taken;
    private int _own;

    /// <summary>All actions, including those of earlier runs that are committed together with this one.</summary>
    public IReadOnlyList<SentAction> Sent => _sent;

    /// <summary>The actions of runs that are committed already which must not leave.</summary>
    public IReadOnlyList<Guid> Cancelled => _cancelled;

    /// <summary>Copies what an earlier run did that is committed together with this one.</summary>
    public void ContinueFrom(RunActions before)
    {
        _sent.AddRange(before._sent);
        _cancelled.AddRange(before._cancelled);
        _taken = before._taken;
    }

    /// <summary>The action of the tenant that has the key; null when it is free.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Guid? OfKey(TenantId tenant, string key) => _sent.Find(action => action.Key == key)?.Id ?? store.ReadActionOfKey(tenant, key);

    /// <summary>The limit that one more action would breach; null when it may be sent and has its room.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public RunAborted.LimitBreached? Breach(string type, string dataJson)
    {
        if (_own >= limits.SentActions)
        {
            return new RunAborted.LimitBreached("TooManyActions", $"A run may send at most {limits.SentActions} actions (limits.sent_actions).");
        }

        if (LimitGuard.Exceeds(dataJson, limits.ActionPayloadBytes, out var tooMany))
        {
            return new RunAborted.LimitBreached(
                "ActionTooLarge", $"An action's data may have at most {limits.ActionPayloadBytes} bytes of JSON (limits.action_payload); this has {tooMany}.");
        }

        var bytes = Encoding.UTF8.GetByteCount(dataJson);
        if (room.TryTake(bytes, _taken, store) is { } waiting)
        {
            return new RunAborted.LimitBreached(QuotaUse.Reason, (waiting.Count >= limits.WaitingActions
                ? $"The tenant keeps {waiting.Count} waiting actions, and 1 more, '{type}', would exceed limits.waiting_actions ({limits.WaitingActions})."
                : $"The tenant keeps {waiting.Bytes} bytes of waiting actions, and {bytes} more, of '{type}', would exceed limits.waiting_action_bytes "
                    + $"({limits.WaitingActionBytes}).") + " See that they are taken, drop some, or ask the operator for a higher limit.");
        }

        _taken = new WaitingActions(_taken.Count + 1, _taken.Bytes + bytes);
        return null;
    }

    /// <returns>The action's id.</returns>
    public Guid Add(string type, string dataJson, string delayMilliseconds, string? key, string? channel)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        _own++;
        _sent.Add(new SentAction
        {
            Id = id,
            Type = type,
            DataJson = dataJson,
            Channel = channel ?? sender.Template,
            Delay = TimeSpan.FromMilliseconds(double.Parse(delayMilliseconds, CultureInfo.InvariantCulture)),
            Key = key,
            Sender = sender,
        });
        return id;
    }

    /// <summary>Takes an action back.</summary>
    /// <param name="tenant">The owner.</param>
    /// <param name="id">The action.</param>
    /// <param name="isNew">Whether the commit has to remove it, which it had not before.</param>
    /// <returns>Whether it had not left.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public bool Cancel(TenantId tenant, Guid id, out bool isNew)
    {
        isNew = false;
        if (_sent.RemoveAll(action => action.Id == id) > 0)
        {
            return true;
        }

        if (_cancelled.Contains(id) || !store.CanCancel(tenant, id))
        {
            return false;
        }

        isNew = true;
        _cancelled.Add(id);
        return true;
    }
}
