namespace TemplateWorker.Supervision.Links;

/// <summary>Counts what a numbered worker answered, over all processes that had the number. Thread-safe.</summary>
internal sealed class CompletedCalls
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}
