namespace TemplateWorker.JavaScript.Tests.Hostile;

/// <summary>What the process of the attacks tells of one of them.</summary>
/// <param name="Index">In its group.</param>
/// <param name="Reason">The reason of the failure; null when it completed.</param>
/// <param name="Message">The failure's, or the result.</param>
/// <param name="CpuMilliseconds">Of the load and the run together.</param>
/// <param name="BaseBytes">What the process held before the attack.</param>
/// <param name="KeptBytes">What it holds more afterwards, when the heap is disposed.</param>
/// <param name="ManagedBytes">What the .NET heap holds more afterwards.</param>
/// <param name="Neighbour">Null when the run of another tenant afterwards was right; else what it was.</param>
internal sealed record HostileReport(int Index, string? Reason, string? Message, double CpuMilliseconds, long BaseBytes, long KeptBytes, long ManagedBytes, string? Neighbour);
