using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Storage.Committing;

namespace TemplateWorker.Runs.Committing;

/// <summary>Decides what is committed together. Pure.</summary>
internal static class CommitGroups
{
    /// <summary>
    /// The most bytes of a group, unless its first run alone has more: every run that ends meanwhile waits for them. Docs/adr/0011 has the figures.
    /// </summary>
    public const long MostBytes = 512 << 10;

    /// <summary>
    /// The most bytes of a run that is committed beside small ones, which takes about twice as long as a full group of these. One with more goes
    /// to the committer of big runs.
    /// </summary>
    public const long BigBytes = 128 << 10;

    /// <summary>Moves the runs that are committed next from the queue to an empty group.</summary>
    public static void Fill(List<CommitRequest> group, ICommitQueue waiting)
    {
        var room = MostBytes;
        while (waiting.Count > 0 && group.Count < RunCommitter.MaxGroup && (group.Count == 0 || waiting.Peek().Weight <= room))
        {
            var request = waiting.Take();
            group.Add(request);
            room -= request.Weight;
        }
    }
}
