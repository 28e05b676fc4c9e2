namespace TemplateWorker.Console.Sessions;

/// <summary>What became of a log-in.</summary>
internal abstract record SessionStart
{
    private SessionStart()
    {
    }

    /// <summary>A session began.</summary>
    /// <param name="Id">What its cookie holds.</param>
    public sealed record Started(string Id) : SessionStart;

    /// <summary>The token is not valid.</summary>
    public sealed record WrongToken : SessionStart;

    /// <summary>There are <see cref="SessionTable.Most"/> sessions.</summary>
    public sealed record Full : SessionStart;
}
