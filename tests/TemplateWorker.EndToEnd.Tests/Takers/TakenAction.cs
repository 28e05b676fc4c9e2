using System.Text.Json;

namespace TemplateWorker.EndToEnd.Tests.Takers;

/// <summary>An action that a receiver or a consumer has taken.</summary>
/// <param name="Id">The same whenever it comes again.</param>
/// <param name="Tenant">Such as <c>flow:7</c>.</param>
/// <param name="Channel">Its channel.</param>
/// <param name="Data">The payload, as JSON without spaces.</param>
internal sealed record TakenAction(Guid Id, string Tenant, string Channel, string Data)
{
    /// <summary>Reads an action as the product writes it for receivers and consumers.</summary>
    public static TakenAction Of(JsonElement action) => new(
        action.GetProperty("id").GetGuid(),
        action.GetProperty("tenant").GetString()!,
        action.GetProperty("channel").GetString()!,
        JsonSerializer.Serialize(action.GetProperty("data")));
}
