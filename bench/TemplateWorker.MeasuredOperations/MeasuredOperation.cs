namespace TemplateWorker.MeasuredOperations;

/// <summary>Something that happens for every event, made ready to be repeated. Used on the thread that made it.</summary>
internal abstract class MeasuredOperation : IDisposable
{
    /// <summary>Does it once.</summary>
    public abstract void Run();

    public virtual void Dispose()
    {
    }
}
