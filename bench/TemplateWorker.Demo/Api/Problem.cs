namespace TemplateWorker.Demo.Api;

/// <summary>The parts of an RFC 9457 problem that a client of the demo looks at.</summary>
internal sealed record Problem(string? Type = null, string? Title = null, string? Detail = null);
