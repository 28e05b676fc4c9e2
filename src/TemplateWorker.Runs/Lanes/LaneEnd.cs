namespace TemplateWorker.Runs.Lanes;

/// <summary>How a lane's turn ended.</summary>
internal abstract record LaneEnd
{
    private LaneEnd()
    {
    }

    /// <summary>The delivery is done or dead; the lane continues with the next one.</summary>
    public sealed record Passed : LaneEnd
    {
        /// <summary>The only instance.</summary>
        public static Passed Instance { get; } = new();
    }

    /// <summary>The delivery stays first in its lane and runs after the delay: it failed, or its tenant has used up a rate.</summary>
    public sealed record Retry(TimeSpan Delay) : LaneEnd
    {
        /// <summary>Whether the delay is in the database too, so that the lane may look there whether it still holds.</summary>
        public bool IsStored { get; init; }
    }

    /// <summary>The delivery stays and holds its lane until an operator resumes it.</summary>
    public sealed record Parked : LaneEnd
    {
        /// <summary>The only instance.</summary>
        public static Parked Instance { get; } = new();
    }

    /// <summary>The delivery stays, and its tenant is banned: the lane waits until the tenant changes.</summary>
    public sealed record Banned : LaneEnd
    {
        /// <summary>The only instance.</summary>
        public static Banned Instance { get; } = new();
    }

    /// <summary>Another worker has advanced the delivery; the lane is read again from the start.</summary>
    public sealed record Gone : LaneEnd
    {
        /// <summary>The only instance.</summary>
        public static Gone Instance { get; } = new();
    }

    /// <summary>The slot has another owner.</summary>
    public sealed record SlotLost : LaneEnd
    {
        /// <summary>The only instance.</summary>
        public static SlotLost Instance { get; } = new();
    }
}
