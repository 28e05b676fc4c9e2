namespace TemplateWorker.Runs.Queueing;

/// <summary>An entry of a <see cref="FairQueue{T}"/>.</summary>
internal interface IFairShare
{
    /// <summary>CPU time used, in ticks; raised by the queue when the entry returns.</summary>
    long VirtualTime { get; set; }
}
