namespace TemplateWorker.Runs.Lanes;

/// <summary>What became of a delivery that had its lane's turn.</summary>
internal abstract record LaneEnd
{
    private LaneEnd()
    {
    }

    /// <summary>It is done or given up; the lane goes on with the next one.</summary>
    public sealed record Passed : LaneEnd
    {
        /// <summary>The one instance that is needed.</summary>
        public static Passed Instance { get; } = new();
    }

    /// <summary>It is still there and comes first again, this much later.</summary>
    public sealed record Retry(TimeSpan Delay) : LaneEnd;

    /// <summary>It is still there and holds its lane, until somebody ends the hold.</summary>
    public sealed record Parked : LaneEnd
    {
        /// <summary>The one instance that is needed.</summary>
        public static Parked Instance { get; } = new();
    }

    /// <summary>It is still there, and its tenant is banned: the lane waits for news of the tenant.</summary>
    public sealed record Banned : LaneEnd
    {
        /// <summary>The one instance that is needed.</summary>
        public static Banned Instance { get; } = new();
    }

    /// <summary>Somebody else has brought it on; the lane is read again from the start.</summary>
    public sealed record Gone : LaneEnd
    {
        /// <summary>The one instance that is needed.</summary>
        public static Gone Instance { get; } = new();
    }

    /// <summary>The slot belongs to somebody else.</summary>
    public sealed record SlotLost : LaneEnd
    {
        /// <summary>The one instance that is needed.</summary>
        public static SlotLost Instance { get; } = new();
    }
}
