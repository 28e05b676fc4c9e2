namespace TemplateWorker.Storage.Leases;

/// <summary>A supervisor that lives.</summary>
/// <param name="Name">Its machine and process, such as <c>host:4711</c>.</param>
/// <param name="StartedAt">When it took its first lease.</param>
/// <param name="Left">How long its lease lasts unless it is renewed.</param>
/// <param name="Slots">How many of the 4,096 slots it has.</param>
public sealed record LiveSupervisor(string Name, DateTimeOffset StartedAt, TimeSpan Left, int Slots);
