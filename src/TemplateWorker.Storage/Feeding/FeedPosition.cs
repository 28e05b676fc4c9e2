namespace TemplateWorker.Storage.Feeding;

/// <summary>How far the deliveries' ids have been given, and by which server.</summary>
/// <param name="LastId">The last id that any delivery was given; 0 before the first. It grows as long as the server is the same and is not set back.</param>
/// <param name="ServerStartedAt">When the server was started. Another time is another server, or the same one after a crash.</param>
public sealed record FeedPosition(long LastId, DateTimeOffset ServerStartedAt);
