namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>The payload of the event <c>startup</c>.</summary>
internal sealed record StartupData(string Supervisor);
