using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Does one kind of work when it is due, a batch at a time, until there is none.</summary>
internal sealed partial class DueLoop(IDueWork work, TimeProvider time, ILogger<DueLoop> logger)
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    /// <summary>Goes on until it is cancelled. A pass that fails is tried again.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var troubleSince = 0L;
        while (true)
        {
            TimeSpan wait;
            try
            {
                wait = await LookAsync(stopping);
                if (troubleSince != 0)
                {
                    Log.Recovered(logger, work.Name, time.GetElapsedTime(troubleSince).TotalSeconds);
                    troubleSince = 0;
                }
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                if (troubleSince == 0)
                {
                    troubleSince = time.GetTimestamp();
                    Log.Failed(logger, work.Name, fault.Message);
                }

                wait = AfterFault;
            }

            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, stopping);
            }
        }
    }

    /// <summary>Looks once, and does a batch if one is due.</summary>
    /// <returns>How long to wait before the next look.</returns>
    public async Task<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        var wait = NextLook.Until(await work.UntilNextAsync(cancellationToken));
        return wait > TimeSpan.Zero ? wait : NextLook.AfterPass(await work.PassAsync(cancellationToken));
    }
}
