using System.Text.Json;

namespace TemplateWorker.Storage.Templates;

/// <summary>
/// The member <c>return</c> of a template's settings, <c>{"action": "reply"}</c>: what a handler returns for a stored event is sent as an action
/// of that type. Pure.
/// </summary>
public static class ReturnSetting
{
    /// <summary>The most characters of a type.</summary>
    public const int MaxTypeLength = 128;

    private const string Member = "return";
    private const string Action = "action";
    private const string Remedy = """Write {"return": {"action": "reply"}}, or leave return out""";

    /// <summary>The type of the action that a returned value becomes; null for none.</summary>
    /// <param name="settingsJson">An object as JSON text. One that <see cref="Fault"/> complains of names none.</param>
    public static string? ActionOf(string settingsJson)
    {
        if (!settingsJson.Contains(Member, StringComparison.Ordinal))
        {
            return null;
        }

        using var settings = JsonDocument.Parse(settingsJson);
        return settings.RootElement.TryGetProperty(Member, out var given) && FaultOf(given) is null ? given.GetProperty(Action).GetString() : null;
    }

    /// <summary>Says what is wrong with the member, with its path and a remedy; null when it is good, or not there.</summary>
    /// <param name="settings">The settings, an object.</param>
    public static string? Fault(JsonElement settings) =>
        settings.TryGetProperty(Member, out var given) && FaultOf(given) is { } fault ? $"{fault}. {Remedy}." : null;

    private static string? FaultOf(JsonElement given)
    {
        if (given.ValueKind != JsonValueKind.Object)
        {
            return $"settings.return must be an object, was {Kind(given)}";
        }

        if (given.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => name != Action) is { } unknown)
        {
            return $"settings.return.{unknown} is not known";
        }

        if (!given.TryGetProperty(Action, out var type))
        {
            return "settings.return.action is missing";
        }

        if (type.ValueKind != JsonValueKind.String)
        {
            return $"settings.return.action must be a type of actions, was {Kind(type)}";
        }

        var text = TextOf(type);
        return text.Length is 0 or > MaxTypeLength || text.Any(char.IsControl)
            ? $"settings.return.action must be 1 to {MaxTypeLength} characters without control characters, was '{Shown(text)}'"
            : null;
    }

    /// <summary>The text; an empty one when it has half of a surrogate pair.</summary>
    private static string TextOf(JsonElement type)
    {
        try
        {
            return type.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static string Shown(string text) => new([.. text.Take(40).Select(character => char.IsControl(character) ? '\uFFFD' : character)]);

    private static string Kind(JsonElement element) => element.ValueKind.ToString().ToLowerInvariant();
}
