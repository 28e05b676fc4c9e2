using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace TemplateWorker.Runs.Measures;

/// <summary>Counts by name. The names are a closed set, such as outcomes. Thread-safe.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, StrongBox<long>> _counts = new(StringComparer.Ordinal);

    public void Add(string name) => Interlocked.Increment(ref _counts.GetOrAdd(name, _ => new StrongBox<long>()).Value);

    /// <summary>The counts since the start, by name in ordinal order.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Read() =>
        [.. _counts.Select(entry => KeyValuePair.Create(entry.Key, Interlocked.Read(ref entry.Value.Value))).OrderBy(entry => entry.Key, StringComparer.Ordinal)];
}
