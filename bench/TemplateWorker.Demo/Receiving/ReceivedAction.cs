using System.Text.Json;

namespace TemplateWorker.Demo.Receiving;

/// <summary>An action as a receiver reads it.</summary>
internal sealed record ReceivedAction(Guid Id, TenantId Tenant, string Channel, string Type, JsonElement Data)
{
    /// <exception cref="FormatException">The body is not an action.</exception>
    public static ReceivedAction Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return new ReceivedAction(
                root.GetProperty("id").GetGuid(),
                TenantId.TryParse(root.GetProperty("tenant").GetString(), out var tenant) ? tenant : throw new FormatException("It names no tenant."),
                root.GetProperty("channel").GetString()!,
                root.GetProperty("type").GetString()!,
                root.GetProperty("data").Clone());
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"The body is not an action: {error.Message}", error);
        }
    }
}
