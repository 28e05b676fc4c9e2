using System.Text.Json;

namespace TemplateWorker.Demo;

/// <summary>One event of the demo data.</summary>
/// <param name="Key">Unique in the file; sent as <c>Idempotency-Key</c>.</param>
/// <param name="Tenant">Whose event it is.</param>
/// <param name="Name">Such as <c>message.create</c>.</param>
/// <param name="Data">The payload.</param>
internal sealed record DemoEvent(string Key, TenantId Tenant, string Name, JsonElement Data);
