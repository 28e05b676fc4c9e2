namespace TemplateWorker.Demo.Checking;

/// <param name="Expected">Actions that must be received.</param>
/// <param name="Received">Different actions that were received.</param>
/// <param name="Repeats">How often one came again.</param>
/// <param name="Forged">Requests that were not signed well.</param>
/// <param name="Differences">What is not as it must be, one line for each channel; empty when all is well.</param>
internal sealed record ActionCheckResult(int Expected, int Received, int Repeats, int Forged, IReadOnlyList<string> Differences);
