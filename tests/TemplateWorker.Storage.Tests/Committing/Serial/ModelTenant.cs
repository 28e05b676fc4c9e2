using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Storage.Tests.Committing.Serial;

/// <summary>What a tenant has when everything happens one after the other.</summary>
internal sealed class ModelTenant : IScriptWorld
{
    private readonly SortedDictionary<string, (int Number, int Change)> _keys = new(KeyOrder.Instance);
    private readonly HashSet<string> _done = [];
    private (int Number, int Change)? _state;
    private int _changes;

    public int? StateNumber => _state?.Number;

    public string Content => string.Join(' ', _keys.Select(key => $"{key.Key}={key.Value.Number}"));

    public Seen Get(string key) => _keys.TryGetValue(key, out var found) ? new Seen(found.Number, null, found.Change) : default;

    public SeenPage List(string prefix, int limit)
    {
        var page = _keys.Where(key => key.Key.StartsWith(prefix, StringComparison.Ordinal)).Take(limit).ToArray();
        return new SeenPage(
            [.. page.Select(key => key.Value.Number)], string.Empty,
            string.Join(' ', page.Select(key => $"{key.Key}@{key.Value.Change}")));
    }

    public Seen State() => _state is { } state ? new Seen(state.Number, null, state.Change) : default;

    public void Put(string key, int number) => _keys[key] = (number, ++_changes);

    public void Delete(string key) => _keys.Remove(key);

    public void PutState(int number) => _state = (number, ++_changes);

    public bool IsDone(string idempotencyKey) => _done.Contains(idempotencyKey);

    public void MarkDone(string idempotencyKey) => _done.Add(idempotencyKey);

    /// <summary>Runs a script from start to end, with nothing in between, and applies it.</summary>
    public string Apply(IReadOnlyList<ScriptStep> script)
    {
        var run = new ScriptedRun(script);
        run.RunToEnd(this);
        foreach (var (key, number) in run.Writes)
        {
            if (number is { } value)
            {
                Put(key, value);
            }
            else
            {
                Delete(key);
            }
        }

        if (run.StateWrite is { } state)
        {
            PutState(state);
        }

        return run.Effect;
    }
}
