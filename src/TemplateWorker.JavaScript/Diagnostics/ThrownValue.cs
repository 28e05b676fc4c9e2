using System.Text.Json;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Diagnostics;

/// <summary>What the bootstrap could read of a thrown value; every member may hold anything the script put there.</summary>
internal sealed record ThrownValue
{
    public string? Name { get; init; }

    public string? Message { get; init; }

    public string? Stack { get; init; }

    public string? File { get; init; }

    /// <summary>The headlines of what it was thrown for, outermost first.</summary>
    public IReadOnlyList<string>? Causes { get; init; }

    public double? Line { get; init; }

    public double? Column { get; init; }

    /// <summary>The file whose parsing threw it.</summary>
    public string? UnparsableFile { get; init; }

    /// <summary>It was thrown while the handler's result was written as JSON.</summary>
    public bool OfResult { get; init; }

    /// <summary>The result is longer than its limit.</summary>
    public bool TooLarge { get; init; }

    /// <summary>The error's name before its message, as authors know it from other hosts.</summary>
    public string Headline => Name is null ? Message ?? "" : Message is null or "" ? Name : $"{Name}: {Message}";

    public ScriptFailureReason Reason => TooLarge ? ScriptFailureReason.ResultTooLarge
        : UnparsableFile is not null ? ScriptFailureReason.SyntaxError
        : OfResult ? ScriptFailureReason.ResultNotSerializable
        : ScriptFailureReason.ScriptError;

    public static ThrownValue Parse(string json) => JsonSerializer.Deserialize<ThrownValue>(json, JsonSerializerOptions.Web)!;
}
