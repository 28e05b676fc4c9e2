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
        if (!await IsWithinAsync(RunningProcess.Limit, condition))
        {
            throw new TimeoutException($"It never became so. {describe()}");
        }
    }

    /// <summary>Asks until it is so, or the time is over.</summary>
    /// <returns>Whether it became so.</returns>
    public static async Task<bool> IsWithinAsync(TimeSpan limit, Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > limit)
            {
                return false;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        return true;
    }
}
