using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Expectations;

/// <summary>An action that a run must send.</summary>
internal sealed record ExpectedAction(string Type, JsonObject Data);
