using System.Text.Json;

namespace TemplateWorker.Demo.Api;

/// <summary>One key of a listing.</summary>
internal sealed record StoredKey(string Key, JsonElement Value);
