using Microsoft.Extensions.Logging;
using TemplateWorker.Runs.Measures;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Runs.Committing;

/// <summary>What committers use.</summary>
/// <param name="Losses">How often what was read may have gone; runs that read anything before the last time are not sent.</param>
/// <param name="ActionsSent">Called after a commit that has stored actions.</param>
/// <param name="Watch">Told of each commit.</param>
/// <param name="Measures">Counts groups and verdicts.</param>
/// <param name="Time">For how long a blocked run is sent again, and an unused connection kept.</param>
/// <param name="Warnings">Told of tenants that come near to a quota.</param>
/// <param name="Logger">For groups that fail.</param>
internal sealed record CommitterParts(
    Func<long> Losses, Action ActionsSent, DeliveryWatch Watch, RunMeasures Measures, TimeProvider Time, QuotaWarnings Warnings, ILogger<GroupCommitter> Logger);
