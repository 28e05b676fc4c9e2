using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Api.Access;

/// <summary>A valid token in memory, and when it was last presented. Thread-safe.</summary>
/// <param name="token">What is stored of it.</param>
internal sealed class KnownToken(ValidToken token)
{
    private long _usedTicks;
    private long _writtenTicks;

    public TokenHash Hash => token.Hash;

    public string Prefix => token.Token.Prefix;

    /// <summary>Its bearer.</summary>
    public Caller Caller { get; } = new(token.Token.Name, token.Token.Role, token.Token.Tenant) { Prefix = token.Token.Prefix };

    public bool IsValidAt(DateTimeOffset now) => token.Token.ExpiresAt is not { } end || now < end;

    /// <summary>It was presented.</summary>
    public void NoteUse(DateTimeOffset now)
    {
        // Seconds are enough, and processors need not fight over the value.
        if (now.UtcTicks - Volatile.Read(ref _usedTicks) >= TimeSpan.TicksPerSecond)
        {
            Volatile.Write(ref _usedTicks, now.UtcTicks);
        }
    }

    /// <summary>The last use, when it is not written yet. Called by one thread.</summary>
    public DateTimeOffset? TakeUse()
    {
        var used = Volatile.Read(ref _usedTicks);
        if (used == _writtenTicks)
        {
            return null;
        }

        _writtenTicks = used;
        return new DateTimeOffset(used, TimeSpan.Zero);
    }

    /// <summary>Takes over the uses of the same token as it was known before.</summary>
    public void Continue(KnownToken earlier)
    {
        _usedTicks = Volatile.Read(ref earlier._usedTicks);
        _writtenTicks = earlier._writtenTicks;
    }
}
