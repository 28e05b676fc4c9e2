using TemplateWorker.Api.Routing;
using TemplateWorker.Schedules;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Api.OpenApi;

/// <summary>What the parameters in paths mean.</summary>
internal static class PathParameters
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        [ApiPaths.OwnerType] = $"The kind of owner, such as `guild`: 1 to {TenantId.MaxPartBytes} bytes, without a colon and control characters.",
        [ApiPaths.OwnerId] = $"The owner's id among its kind: 1 to {TenantId.MaxPartBytes} bytes, without control characters.",
        [ApiPaths.Template] = $"The template's name: 1 to {TemplateRules.MaxNameLength} of a-z, 0-9, `-` and `_`, beginning with a letter or a digit.",
        [ApiPaths.Key] = "The key, percent-encoded (`/` as `%2F`): 1 to `limits.key` bytes.",
        [ApiPaths.Delivery] = "The delivery's id.",
        [ApiPaths.Event] = "The event's id, a UUID.",
        [ApiPaths.Action] = "The action's id, a UUID.",
        [ApiPaths.ActionRoute] = "The route's name, percent-encoded: 1 to 128 bytes, without control characters.",
        [ApiPaths.Schedule] = $"The schedule's name: 1 to {ScheduleName.MaxBytes} bytes, without control characters.",
        [ApiPaths.IdempotencyKey] = "The idempotency key, percent-encoded: 1 to 255 bytes.",
        [ApiPaths.Token] = "The token's prefix, such as `tw_k3f9x2abcd`, which is the beginning of the token up to its second `_`.",
        [ApiPaths.Worker] = "The worker's number, from 0.",
    };

    /// <summary>The names in a path, in order.</summary>
    public static IEnumerable<string> NamesOf(string path) =>
        path.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => segment.Trim('{', '}'));

    public static string TextOf(string name) => Texts[name];
}
