using Microsoft.Extensions.Logging;
using TemplateWorker.Supervision.Loops;

namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Polls for one kind of due work and does it in batches.</summary>
internal sealed partial class DueLoop(IDueWork work, TimeProvider time, ILogger<DueLoop> logger)
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    /// <summary>The work's name.</summary>
    public string Name => work.Name;

    /// <summary>Runs until cancelled. A failed pass is retried.</summary>
    public async Task RunAsync(LoopPulse pulse, CancellationToken stopping)
    {
        var troubleSince = 0L;
        while (true)
        {
            TimeSpan wait;
            try
            {
                wait = await PollAsync(stopping);
                pulse.Beat();
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

    /// <summary>Polls once, and does a batch if work is due.</summary>
    /// <returns>Time until the next poll.</returns>
    public async Task<TimeSpan> PollAsync(CancellationToken cancellationToken)
    {
        var wait = NextPoll.Until(await work.UntilNextAsync(cancellationToken));
        return wait > TimeSpan.Zero ? wait : NextPoll.AfterPass(await work.RunBatchAsync(cancellationToken));
    }
}
