namespace TemplateWorker.Api.Server;

/// <summary>Where the server listens, with the ports that were taken.</summary>
/// <param name="Http">The API, such as <c>http://127.0.0.1:8080</c>.</param>
/// <param name="Health">The health checks; null when they have no address of their own.</param>
/// <param name="Metrics">The metrics; null when they have no address of their own.</param>
internal sealed record ListeningAddresses(string Http, string? Health, string? Metrics);
