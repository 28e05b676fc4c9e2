namespace TemplateWorker.Supervision.Links;

/// <summary>Counts the calls that a numbered worker answered, across restarts of its process. Thread-safe.</summary>
internal sealed class CompletedCalls
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}
