using TemplateWorker.Api.Replies;
using TemplateWorker.Storage.Auditing;

namespace TemplateWorker.Api.Audit;

/// <summary>Maps lines of the audit log to answers.</summary>
internal static class AuditAnswers
{
    /// <param name="lines">The page.</param>
    /// <param name="limit">The page size; a full page means that there may be another.</param>
    public static AuditPageAnswer Page(IReadOnlyList<AuditRecord> lines, int limit) =>
        new([.. lines.Select(Item)], lines.Count == limit ? new AuditCursor(lines[^1].At, lines[^1].Id).ToString() : null);

    private static AuditItem Item(AuditRecord line) => new()
    {
        Id = line.Id,
        At = line.At,
        Actor = line.Actor.Name,
        Origin = line.Actor.Origin,
        Action = line.Action,
        Tenant = line.Tenant?.ToString(),
        Subject = line.Subject.Length == 0 ? null : line.Subject,
        Before = line.Before is null ? null : new RawJson(line.Before),
        After = line.After is null ? null : new RawJson(line.After),
    };
}
