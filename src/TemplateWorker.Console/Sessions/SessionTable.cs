using System.Security.Cryptography;
using System.Text;
using TemplateWorker.Api.Access;

namespace TemplateWorker.Console.Sessions;

/// <summary>
/// The sessions of this process. They end with it, with their token, after an idle time, and when their token has begun
/// <see cref="MostOfToken"/> newer ones. Thread-safe.
/// </summary>
internal sealed class SessionTable(AccessCheck access, TimeSpan idle, TimeProvider time)
{
    /// <summary>Sessions of one token; of more, the one that was unused for longest ends.</summary>
    public const int MostOfToken = 20;

    /// <summary>Sessions of all tokens; there is no further one until others have ended.</summary>
    public const int Most = 10_000;

    private readonly Lock _gate = new();

    // By the hash of what the cookie holds, so that a dump of the memory is of less use and a look-up takes the same time for all.
    private readonly Dictionary<string, ConsoleSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>Whether pages may be seen without a token.</summary>
    public bool IsOpen => access.Identify(default, out _) is not null;

    /// <summary>Begins a session.</summary>
    /// <param name="token">As it was typed in; ignored by a server that needs none.</param>
    public SessionStart Start(string token)
    {
        var authorization = $"Bearer {token}";
        if (access.Identify(authorization, out _) is not { } caller)
        {
            return new SessionStart.WrongToken();
        }

        var session = new ConsoleSession(authorization, caller, time.GetTimestamp());
        var id = RandomText.Create();
        lock (_gate)
        {
            MakeRoom(caller);
            return _sessions.Count < Most && _sessions.TryAdd(KeyOf(id), session) ? new SessionStart.Started(id) : new SessionStart.Full();
        }
    }

    /// <summary>The session with this id and the bearer of its token; null when it has ended or never was.</summary>
    public (ConsoleSession Session, Caller Caller)? Find(string id)
    {
        var key = KeyOf(id);
        ConsoleSession? session;
        lock (_gate)
        {
            session = _sessions.GetValueOrDefault(key);
        }

        if (session is null)
        {
            return null;
        }

        if (!IsOver(session) && access.Identify(session.Authorization, out _) is { } caller)
        {
            session.UsedAt = time.GetTimestamp();
            return (session, caller);
        }

        End(id);
        return null;
    }

    /// <summary>Ends a session; one that has ended stays so.</summary>
    public void End(string id)
    {
        lock (_gate)
        {
            _sessions.Remove(KeyOf(id));
        }
    }

    private void MakeRoom(Caller bearer)
    {
        foreach (var (key, session) in _sessions)
        {
            if (IsOver(session))
            {
                _sessions.Remove(key);
            }
        }

        var same = _sessions.Where(entry => entry.Value.Bearer == bearer).ToArray();
        if (same.Length >= MostOfToken)
        {
            _sessions.Remove(same.MinBy(entry => entry.Value.UsedAt).Key);
        }
    }

    private bool IsOver(ConsoleSession session) => time.GetElapsedTime(session.UsedAt) >= idle;

    private static string KeyOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
