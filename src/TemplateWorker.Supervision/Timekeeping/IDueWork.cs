namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Work whose due times are in a table: schedules, expiries, delays.</summary>
internal interface IDueWork
{
    /// <summary>Name in the log.</summary>
    string Name { get; }

    /// <summary>Time until the next item is due; zero or negative if one is due, null if there is none. Called every second, so it must be cheap.</summary>
    Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken);

    /// <summary>Does one batch of due work.</summary>
    /// <returns>Number of items done; 0 if other supervisors had locked all of them.</returns>
    Task<int> RunBatchAsync(CancellationToken cancellationToken);
}
