using TemplateWorker.Api.Access;

namespace TemplateWorker.Console.Sessions;

/// <summary>A person's stay in the console: from a log-in to a log-out, or to the end of the token or of an idle time.</summary>
/// <param name="authorization">The header that the token would be sent in.</param>
/// <param name="caller">The bearer of the token, as it was at the log-in.</param>
/// <param name="startedAt">The timestamp of the log-in.</param>
internal sealed class ConsoleSession(string authorization, Caller caller, long startedAt)
{
    private long _usedAt = startedAt;

    /// <summary>The header, which is authenticated anew with each request.</summary>
    public string Authorization => authorization;

    /// <summary>The bearer of the token at the log-in.</summary>
    public Caller Bearer => caller;

    /// <summary>What its forms must carry.</summary>
    public string FormToken { get; } = RandomText.Create();

    /// <summary>The timestamp of the last request.</summary>
    public long UsedAt
    {
        get => Volatile.Read(ref _usedAt);
        set => Volatile.Write(ref _usedAt, value);
    }
}
