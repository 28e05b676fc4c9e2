using System.Text.Json.Nodes;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Audited;

/// <summary>Replays and drops actions, and records it in the same transaction. Safe for concurrent use.</summary>
public sealed class AuditedActions(Database database)
{
    private readonly AuditLog _audit = new(database);

    /// <summary>As <see cref="ActionOperations.ReplayAsync"/>.</summary>
    /// <exception cref="ArgumentException">The filter's limit or its number of ids is out of bounds.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<int> ReplayAsync(Actor by, ActionFilter filter, CancellationToken cancellationToken) => _audit.ChangeAsync(
        by, (transaction, token) => new ActionOperations(transaction).ReplayAsync(filter, token),
        count => Entry("actions.replay", filter, count), cancellationToken);

    /// <summary>As <see cref="ActionOperations.DropAsync"/>.</summary>
    /// <exception cref="ArgumentException">The filter's limit or its number of ids is out of bounds.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<int> DropAsync(Actor by, ActionFilter filter, CancellationToken cancellationToken) => _audit.ChangeAsync(
        by, (transaction, token) => new ActionOperations(transaction).DropAsync(filter, token),
        count => Entry("actions.drop", filter, count), cancellationToken);

    private static AuditEntry? Entry(string action, ActionFilter filter, int count) => count == 0 ? null : new AuditEntry
    {
        Action = action,
        Tenant = filter.Tenant,
        Subject = filter.Ids is [var only] ? only.ToString() : "",
        After = AuditedSelection.Of(
            count,
            ("ids", filter.Ids is null ? null : new JsonArray([.. filter.Ids.Select(id => (JsonNode?)id)])),
            ("state", filter.State?.ToString()),
            ("type", filter.Type)),
    };
}
