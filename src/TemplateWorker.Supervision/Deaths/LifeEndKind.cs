namespace TemplateWorker.Supervision.Deaths;

/// <summary>How a worker process came to its end, as far as blame goes.</summary>
internal enum LifeEndKind
{
    /// <summary>It was asked to: a stop, or a replacement.</summary>
    Planned,

    /// <summary>It was killed, and nothing that ran on it is suspected.</summary>
    Stuck,

    /// <summary>It ended without being asked, or was killed because nothing was heard of it.</summary>
    Died,

    /// <summary>It was killed because of one run.</summary>
    Overdue,
}
