namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Work that has its times in a table: schedules, expiries, delays.</summary>
internal interface IDueWork
{
    /// <summary>What it is, as the log calls it.</summary>
    string Name { get; }

    /// <summary>How long until the next piece is due; not positive when one is, null when there is none. As cheap as can be: it is asked every second.</summary>
    Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken);

    /// <summary>Does one batch of what is due.</summary>
    /// <returns>How much was done; 0 when others had it all in hand.</returns>
    Task<int> PassAsync(CancellationToken cancellationToken);
}
