namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>Waiting for what another process does and cannot be asked to tell.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until it is so.</summary>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="describe">What was found instead, for the failure.</param>
    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string> describe)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > RunningProcess.Limit)
            {
                throw new TimeoutException($"It never became so. {describe()}");
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
