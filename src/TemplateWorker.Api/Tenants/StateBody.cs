using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Tenants;

/// <summary>A tenant's data to store.</summary>
/// <param name="Data">Any JSON value of at most <c>limits.value</c> bytes.</param>
internal sealed record StateBody(RawJson Data);
