using System.Text.Json;

namespace TemplateWorker.Storage.Migrations.Journal;

/// <summary>A row of the journal. What is null was not recorded: by a program that did not know the column, or another one.</summary>
internal sealed record JournalRow
{
    /// <summary>The migration.</summary>
    public required string Id { get; init; }

    /// <summary>When it was committed, by the server's clock.</summary>
    public required DateTimeOffset AppliedAt { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The version of the program that applied it.</summary>
    public string? ProgramVersion { get; init; }

    /// <summary>Where that program ran.</summary>
    public string? Host { get; init; }

    /// <summary>The checksum of its statements.</summary>
    public string? Checksum { get; init; }

    /// <summary>The normal forms of its statements.</summary>
    public IReadOnlyList<string>? Statements { get; init; }

    /// <summary>Reads an array of texts that the server has turned into JSON.</summary>
    public static IReadOnlyList<string>? ReadTexts(string? json)
    {
        if (json is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Array ? [.. document.RootElement.EnumerateArray().Select(item => item.GetString() ?? "")] : null;
    }
}
