using System.Diagnostics.CodeAnalysis;
using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Actions;

/// <summary>An action in a list.</summary>
internal record ActionItem
{
    /// <summary>The id that <c>actions.send</c> returned.</summary>
    public required Guid Id { get; init; }

    /// <summary><c>waiting</c>, <c>delayed</c> or <c>dead</c>.</summary>
    public required string State { get; init; }

    /// <summary>Its type.</summary>
    public required string Type { get; init; }

    /// <summary>The template that sent it.</summary>
    public required string Template { get; init; }

    /// <summary>Its channel.</summary>
    public required string Channel { get; init; }

    /// <summary>The route that pushes it; null for consumers that pull.</summary>
    public required string? Route { get; init; }

    /// <summary>Bytes of its payload.</summary>
    public required int Bytes { get; init; }

    /// <summary>The event that its run was for.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The run that sent it.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The key that it was sent with; null for none.</summary>
    public required string? Key { get; init; }

    /// <summary>Attempts that failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why the last attempt failed; null when none has.</summary>
    public required string? LastError { get; init; }

    /// <summary>When its run committed.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>When it comes into its channel; null unless it is delayed.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was given up; null unless it is dead.</summary>
    public required DateTimeOffset? DiedAt { get; init; }

    /// <summary>The trace of the event; null when it came without one.</summary>
    public required string? Traceparent { get; init; }
}

/// <summary>An action with its payload.</summary>
internal sealed record ActionAnswer : ActionItem
{
    public ActionAnswer()
    {
    }

    [SetsRequiredMembers]
    public ActionAnswer(ActionItem item, RawJson data)
        : base(item) => Data = data;

    /// <summary>The payload.</summary>
    public required RawJson Data { get; init; }
}

/// <summary>A page of actions.</summary>
/// <param name="Items">By ascending id.</param>
/// <param name="NextAfter">The <c>after</c> of the next page; null on the last page.</param>
internal sealed record ActionPageAnswer(IReadOnlyList<ActionItem> Items, Guid? NextAfter);

/// <summary>How many actions were changed.</summary>
/// <param name="Count">The number; with 1000, more may match.</param>
internal sealed record ActionCountAnswer(int Count);
