namespace TemplateWorker.Storage.Actions;

/// <summary>Chooses the route of an action: the first enabled one that matches, by name, the tenant's own before those of all tenants.</summary>
internal static class ActionRouting
{
    /// <summary>An SQL expression for the name of the route; the empty text is that of consumers that pull.</summary>
    /// <param name="action">The alias of a row with owner_type, owner_id and type.</param>
    public static string Route(string action) => $"coalesce({First(action, $"{action}.owner_type", $"{action}.owner_id")}, {First(action, "''", "''")}, '')";

    private static string First(string action, string ownerType, string ownerId) => $"""
        (
            select r.name
            from action_routes r
            where r.owner_type = {ownerType} and r.owner_id = {ownerId} and r.disabled is null
                and (r.type = {action}.type or right(r.type, 1) = '*' and starts_with({action}.type, left(r.type, -1)))
            order by r.owner_type, r.owner_id, r.name
            limit 1
        )
        """;
}
