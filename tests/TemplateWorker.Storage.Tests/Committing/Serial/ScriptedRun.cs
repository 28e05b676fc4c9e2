using System.Globalization;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Tests.Committing.Serial;

/// <summary>A script while it runs, as a worker runs it: reads are remembered, writes stay in the run.</summary>
internal sealed class ScriptedRun(IReadOnlyList<ScriptStep> script)
{
    private readonly Dictionary<string, Seen> _reads = [];
    private readonly List<(KeyRange Range, SeenPage Page)> _pages = [];
    private readonly Dictionary<string, int?> _writes = [];
    private Seen? _stateRead;
    private int? _stateWrite;
    private int _next;
    private int _sum;

    public bool IsDone => _next == script.Count;

    /// <summary>All that the run wants to write, and the sum of all that it read, as text to compare.</summary>
    public string Effect => string.Join(' ', _writes.OrderBy(write => write.Key, StringComparer.Ordinal)
        .Select(write => $"{write.Key}={write.Value}")) + $" state={_stateWrite} sum={_sum}";

    public IReadOnlyDictionary<string, int?> Writes => _writes;

    public int? StateWrite => _stateWrite;

    public void RunToEnd(IScriptWorld world)
    {
        while (!IsDone)
        {
            Step(world);
        }
    }

    public void Step(IScriptWorld world)
    {
        switch (script[_next++])
        {
            case ScriptStep.Get(var key):
                Observe(Read(world, key));
                break;
            case ScriptStep.List(var prefix, var limit):
                var page = world.List(prefix, limit);
                _pages.Add((new KeyRange(Scopes.None, prefix, null, limit), page));
                foreach (var number in page.Numbers)
                {
                    Observe(number);
                }

                break;
            case ScriptStep.Put(var key, var add):
                _writes[key] = _sum + add;
                break;
            case ScriptStep.Increment(var key):
                _writes[key] = (Read(world, key) ?? 0) + 1;
                break;
            case ScriptStep.Delete(var key):
                _writes[key] = null;
                break;
            case ScriptStep.ReadState:
                Observe(ReadState(world));
                break;
            case ScriptStep.WriteState(var add):
                _stateWrite = _sum + add;
                break;
        }
    }

    /// <summary>Whether the model says that what the run read is still so.</summary>
    public bool StillHolds(ModelTenant model) =>
        _reads.All(read => model.Get(read.Key).Change == read.Value.Change)
        && _pages.All(page => model.List(page.Range.Prefix, page.Range.Limit).Changes == page.Page.Changes)
        && (_stateRead is not { } state || model.State().Change == state.Change);

    public FinishedRun Finish(TenantId tenant) => new()
    {
        Tenant = tenant,
        Reads = [.. _reads.Select(read => new KeyRead(RunWorld.Name(read.Key), read.Value.Version))],
        Ranges = [.. _pages.Select(page => new RangeRead(page.Range, page.Page.Fingerprint))],
        Writes = [.. _writes.Select(write => new KeyWrite(
            RunWorld.Name(write.Key),
            write.Value?.ToString(CultureInfo.InvariantCulture),
            _reads.TryGetValue(write.Key, out var seen) ? new KeyRead(RunWorld.Name(write.Key), seen.Version) : null))],
        StateRead = _stateRead is { } state ? new StateRead(state.Version) : null,
        StateWriteJson = _stateWrite?.ToString(CultureInfo.InvariantCulture),
    };

    private int? Read(IScriptWorld world, string key)
    {
        if (_writes.TryGetValue(key, out var written))
        {
            return written;
        }

        if (!_reads.TryGetValue(key, out var seen))
        {
            _reads[key] = seen = world.Get(key);
        }

        return seen.Number;
    }

    private int? ReadState(IScriptWorld world)
    {
        if (_stateWrite is not null)
        {
            return _stateWrite;
        }

        _stateRead ??= world.State();
        return _stateRead.Value.Number;
    }

    // Every read matters to every later write; absent and 0 differ.
    private void Observe(int? number) => _sum = ((_sum * 31) + (number ?? 7)) % 10_007;
}
