namespace TemplateWorker.Worker;

/// <summary>
/// How long the garbage collector stops the process: while it does, no run of any tenant continues. An object that each collection finds
/// dead tells of the collection; the runtime itself keeps only the latest one of each kind. One per process; any thread.
/// </summary>
internal sealed class CollectionPauses : IDisposable
{
    private static readonly GCKind[] Kinds = [GCKind.Ephemeral, GCKind.Background, GCKind.FullBlocking];

    private readonly RecentMaximum _longest;
    private readonly long[] _seen = new long[Kinds.Length];
    private volatile bool _stopped;

    public CollectionPauses(TimeProvider time)
    {
        _longest = new RecentMaximum(time);
        Sentinel.Drop(this);
    }

    /// <summary>The longest pause of the last minute.</summary>
    public TimeSpan Longest => _longest.Value;

    /// <summary>The sum of all pauses since the process started.</summary>
    public static TimeSpan Total => GC.GetTotalPauseDuration();

    /// <summary>How many collections were noticed; of several in quick succession the first ones may be missed.</summary>
    public int Noticed { get; private set; }

    public void Dispose() => _stopped = true;

    private void NoteLatest()
    {
        for (var i = 0; i < Kinds.Length; i++)
        {
            var collection = GC.GetGCMemoryInfo(Kinds[i]);
            if (collection.Index == _seen[i])
            {
                continue;
            }

            _seen[i] = collection.Index;
            Noticed++;
            foreach (var pause in collection.PauseDurations)
            {
                _longest.Note(pause);
            }
        }
    }

    // Not revived by its finalizer but made anew, so that it is young, and found dead by the next collection, whatever its generation.
    private sealed class Sentinel(CollectionPauses owner)
    {
#pragma warning disable MA0055 // Being found dead is its purpose.
        ~Sentinel()
#pragma warning restore MA0055
        {
            if (!owner._stopped)
            {
                owner.NoteLatest();
                Drop(owner);
            }
        }

        public static void Drop(CollectionPauses owner) => _ = new Sentinel(owner);
    }
}
