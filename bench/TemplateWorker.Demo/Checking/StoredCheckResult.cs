namespace TemplateWorker.Demo.Checking;

/// <param name="Tenants">Tenants that were looked at.</param>
/// <param name="Keys">Keys that they have together.</param>
/// <param name="Differences">What is not as it must be, one line each; empty when all is well.</param>
internal sealed record StoredCheckResult(int Tenants, int Keys, IReadOnlyList<string> Differences);
