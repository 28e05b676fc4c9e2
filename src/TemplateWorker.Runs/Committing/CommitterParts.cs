using Microsoft.Extensions.Logging;
using TemplateWorker.Runs.Measures;

namespace TemplateWorker.Runs.Committing;

/// <summary>What committers use.</summary>
/// <param name="Losses">How often what was read may have gone; runs that read anything before the last time are not sent.</param>
/// <param name="Measures">Counts groups and verdicts.</param>
/// <param name="Time">For how long a blocked run is sent again, and an unused connection kept.</param>
/// <param name="Logger">For groups that fail.</param>
internal sealed record CommitterParts(Func<long> Losses, RunMeasures Measures, TimeProvider Time, ILogger<GroupCommitter> Logger);
