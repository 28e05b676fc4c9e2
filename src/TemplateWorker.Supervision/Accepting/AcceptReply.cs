using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Supervision.Accepting;

/// <summary>The outcome of sending an event.</summary>
internal abstract record AcceptReply
{
    private AcceptReply()
    {
    }

    /// <summary>The database accepted or refused the event.</summary>
    public sealed record Answered(AcceptOutcome Outcome) : AcceptReply;

    /// <summary>Too many events wait to be stored; this one was refused.</summary>
    public sealed record Overloaded : AcceptReply;

    /// <summary>The tenant has used up its events per minute; this one was refused.</summary>
    public sealed record RateLimited(RateHold Hold) : AcceptReply;
}
