namespace TemplateWorker.Storage.KeyValue;

/// <summary>One stored value.</summary>
public sealed record KeyRecord
{
    /// <summary>What the value is stored under.</summary>
    public required KeyName Name { get; init; }

    /// <summary>The value as JSON text, in the form in which PostgreSQL gives <c>jsonb</c> back.</summary>
    public required string Json { get; init; }

    /// <summary>
    /// Changes with every write of the row, by whomever (it is the row's <c>xmin</c>). Good for comparing within
    /// seconds only: it wraps around and does not survive a restore, so no client may keep it.
    /// </summary>
    public required uint Version { get; init; }

    /// <summary>Where the row lay.</summary>
    public RowPlace Place { get; init; }

    /// <summary>When the key was first written since it was last absent.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the value was last written.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it expires; null when it never does.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How long that was away when it was read, by the database's clock; not positive when the time had come.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>Whether the key counts as absent, although its row is still there until a pass removes it.</summary>
    public bool IsExpired => ExpiresIn <= TimeSpan.Zero;
}
