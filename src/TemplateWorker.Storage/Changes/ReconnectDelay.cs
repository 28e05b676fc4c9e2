namespace TemplateWorker.Storage.Changes;

/// <summary>How long to wait before the next attempt to listen.</summary>
internal static class ReconnectDelay
{
    private const int LastDoubling = 6;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    /// <summary>The wait after a number of attempts in a row that failed: none, 100 ms, then twice as long each time, up to 6.4 s.</summary>
    public static TimeSpan After(int failures) =>
        failures == 0 ? TimeSpan.Zero : First * (1 << Math.Min(failures - 1, LastDoubling));
}
