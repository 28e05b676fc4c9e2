using System.Diagnostics;

namespace TemplateWorker.Storage.Tests;

/// <summary>Waits for what somebody else does, by asking again and again.</summary>
internal static class Waiting
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(30);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            clock.Elapsed.ShouldBeLessThan(UnexpectedTimeout, $"waited for: {what}");
            await Task.Yield();
        }
    }

    /// <summary>Asks until there is an answer.</summary>
    public static async Task<T> ForAsync<T>(Func<Task<T?>> ask)
        where T : class
    {
        T? answer = null;
        await UntilAsync(async () => (answer = await ask()) is not null, typeof(T).Name);
        return answer!;
    }
}
