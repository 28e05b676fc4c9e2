namespace TemplateWorker.Runs.Queueing;

/// <summary>An entry of a <see cref="FairQueue{T}"/>.</summary>
internal interface IFairShare
{
    /// <summary>What was used, such as time in ticks; raised by the queue when the entry returns.</summary>
    long VirtualTime { get; set; }
}
