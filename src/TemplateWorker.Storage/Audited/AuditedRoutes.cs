using System.Text.Json.Nodes;
using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Audited;

/// <summary>Writes and deletes the routes that push actions, and records it, without their secrets, in the same transaction. Safe for concurrent use.</summary>
public sealed class AuditedRoutes(Database database)
{
    private readonly AuditLog _audit = new(database);

    /// <summary>As <see cref="RouteStore.WriteAsync"/>.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task WriteAsync(Actor by, ActionRoute route, CancellationToken cancellationToken) => _audit.ChangeAsync(
        by,
        async (transaction, token) =>
        {
            var store = new RouteStore(transaction);
            var before = await store.ReadAsync(route.Name, token);
            await store.WriteAsync(route, token);
            return before;
        },
        before => Entry("routes.set", before, route),
        cancellationToken);

    /// <summary>As <see cref="RouteStore.DeleteAsync"/>.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<bool> DeleteAsync(Actor by, string name, CancellationToken cancellationToken)
    {
        var (wasThere, _) = await _audit.ChangeAsync(
            by,
            async (transaction, token) =>
            {
                var store = new RouteStore(transaction);
                var before = await store.ReadAsync(name, token);
                return (await store.DeleteAsync(name, token), before);
            },
            change => change is (true, { } before) ? Entry("routes.delete", before, null) : null,
            cancellationToken);
        return wasThere;
    }

    private static AuditEntry Entry(string action, ActionRoute? before, ActionRoute? after) => new()
    {
        Action = action,
        Tenant = (after ?? before)!.Tenant,
        Subject = (after ?? before)!.Name,
        Before = before is null ? null : State(before),
        After = after is null ? null : State(after),
    };

    private static JsonObject State(ActionRoute route) => new()
    {
        ["tenant"] = route.Tenant?.ToString(),
        ["type"] = route.Type,
        ["url"] = route.Url,
        ["has_old_secret"] = route.OldSecret is not null,
        ["order"] = route.IsStrict ? "strict" : "none",
        ["batch"] = route.Batch,
        ["timeout_ms"] = route.Timeout.TotalMilliseconds,
        ["attempts"] = route.Attempts,
        ["rate"] = route.Rate,
        ["concurrency"] = route.Concurrency,
        ["allow_private"] = route.AllowsPrivate,
        ["disabled"] = route.Disabled,
    };
}
