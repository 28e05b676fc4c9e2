namespace TemplateWorker.Storage.Runs;

/// <summary>What the database did with a group: the runs that it did not leave out are committed.</summary>
/// <param name="LeftOut">Numbers of the runs of which nothing was written: stale, or done before.</param>
/// <param name="AlreadyDone">Numbers of those among them whose idempotency entry was there.</param>
/// <param name="Version">The version of all rows written; 0 when there is none.</param>
internal readonly record struct GroupResult(int[] LeftOut, int[] AlreadyDone, uint Version);
