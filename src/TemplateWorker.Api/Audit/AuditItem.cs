using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Audit;

/// <summary>One line of the audit log.</summary>
internal sealed record AuditItem
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: <c>token PREFIX 'NAME'</c>, <c>config token 'NAME'</c>, or <c>command line 'USER'</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>From where: the address of the connection, or the machine of the command line.</summary>
    public required string Origin { get; init; }

    /// <summary>What was done, such as <c>tokens.create</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The tenant that it concerned; null for all.</summary>
    public required string? Tenant { get; init; }

    /// <summary>The thing that was changed, such as a template's name; null when the tenant says it.</summary>
    public required string? Subject { get; init; }

    /// <summary>What was there before; null for nothing.</summary>
    public required RawJson? Before { get; init; }

    /// <summary>What was there afterwards; null for nothing.</summary>
    public required RawJson? After { get; init; }
}

/// <summary>A page of the audit log.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="NextAfter">The <c>after</c> of the next page, to be passed unchanged; null on the last page.</param>
internal sealed record AuditPageAnswer(IReadOnlyList<AuditItem> Items, string? NextAfter);
