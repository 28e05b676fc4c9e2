using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Bodies;

/// <summary>A body, or why there is none: exactly one of the two is there.</summary>
/// <param name="Bytes">The reader's own, to be disposed.</param>
/// <param name="Problem">What to answer instead.</param>
internal readonly record struct BodyRead(PooledBytes? Bytes, Problem? Problem);
