namespace TemplateWorker.Runs.Queueing;

/// <summary>What competes in a <see cref="FairQueue{T}"/>.</summary>
internal interface IFairShare
{
    /// <summary>Grows by the CPU time used (ticks); set by the queue when the entry returns after being away.</summary>
    long VirtualTime { get; set; }
}
