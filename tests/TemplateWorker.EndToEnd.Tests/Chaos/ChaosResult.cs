using TemplateWorker.EndToEnd.Tests.Faults;

namespace TemplateWorker.EndToEnd.Tests.Chaos;

/// <summary>What one play of a fault came to.</summary>
internal sealed record ChaosResult(Fault Fault, int Round, TimeSpan Took, FlowFindings? Findings, IReadOnlyList<string> Wrongs);
