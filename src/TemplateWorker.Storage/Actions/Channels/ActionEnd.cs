namespace TemplateWorker.Storage.Actions.Channels;

/// <summary>What becomes of an action after an attempt.</summary>
public abstract record ActionEnd
{
    private ActionEnd()
    {
    }

    /// <summary>The action.</summary>
    public required WaitingAction Action { get; init; }

    /// <summary>It was taken, and is removed.</summary>
    public sealed record Taken : ActionEnd;

    /// <summary>It stays where it is in its channel.</summary>
    public sealed record Retry : ActionEnd
    {
        /// <summary>Why the attempt failed.</summary>
        public required string Error { get; init; }
    }

    /// <summary>It leaves its channel for a time, and comes back to its end.</summary>
    public sealed record Later : ActionEnd
    {
        /// <summary>Why the attempt failed.</summary>
        public required string Error { get; init; }

        /// <summary>From now on.</summary>
        public required TimeSpan Delay { get; init; }
    }

    /// <summary>It is given up, and waits for an operator.</summary>
    public sealed record Dead : ActionEnd
    {
        /// <summary>Why the last attempt failed.</summary>
        public required string Error { get; init; }
    }
}

/// <summary>What becomes of a leased channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Ends">What becomes of its actions; those that are not named stay as they are.</param>
/// <param name="Failures">Attempts in a row that have failed now.</param>
/// <param name="ReadyIn">When its next actions may be claimed, from now on.</param>
public sealed record SettledChannel(LeasedChannel Channel, IReadOnlyList<ActionEnd> Ends, int Failures, TimeSpan ReadyIn)
{
    /// <summary>No action has a position up to this one, once it is settled.</summary>
    internal long Low
    {
        get
        {
            var low = Channel.Low;
            foreach (var action in Channel.Actions)
            {
                if (!Ends.Any(end => end.Action.Id == action.Id && end is not ActionEnd.Retry))
                {
                    break;
                }

                low = action.Position;
            }

            return low;
        }
    }
}
