using TemplateWorker.Storage.Accepting;

namespace TemplateWorker.Supervision.Accepting;

/// <summary>What became of an event that somebody sent.</summary>
internal abstract record AcceptReply
{
    private AcceptReply()
    {
    }

    /// <summary>The database has spoken.</summary>
    public sealed record Answered(AcceptOutcome Outcome) : AcceptReply;

    /// <summary>More events wait to be stored than may; this one was not.</summary>
    public sealed record Overloaded : AcceptReply;
}
