using System.Text.Json;
using TemplateWorker.Api.Actions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;

namespace TemplateWorker.Administration;

/// <summary>Lists, sets and deletes the routes that push actions.</summary>
internal sealed class ActionRouteCommands(RouteStore store, AuditedRoutes audited, Actor by)
{
    private static readonly string[] Columns = ["name", "tenant", "type", "url", "order", "batch", "attempts", "disabled"];

    public async Task<Report> ListAsync(CancellationToken cancellationToken)
    {
        List<ActionRoute> routes = [];
        IReadOnlyList<ActionRoute> page;
        do
        {
            page = await store.ListAsync(routes.Count == 0 ? "" : routes[^1].Name, RouteStore.MaxPage, cancellationToken);
            routes.AddRange(page);
        }
        while (page.Count == RouteStore.MaxPage);

        var answer = ActionAnswers.Page(routes, int.MaxValue);
        var table = TextTable.Of(Columns, answer.Items.Select(Row));
        return new Report.Done(JsonSerializer.Serialize(answer, ActionsJson.Default.RoutePageAnswer), Page.Of(table, answer.Items.Count, null));
    }

    /// <param name="route">Without its secrets.</param>
    /// <param name="secretFile">A file with the secret; white space around it does not count.</param>
    /// <param name="oldSecretFile">A file with the second one; null for none.</param>
    public async Task<Report> SetAsync(ActionRoute route, string secretFile, string? oldSecretFile, CancellationToken cancellationToken)
    {
        try
        {
            route = route with { Secret = await ReadAsync(secretFile, cancellationToken) };
            if (oldSecretFile is not null)
            {
                route = route with { OldSecret = await ReadAsync(oldSecretFile, cancellationToken) };
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new Report.Refused(fault.Message);
        }

        if (ActionRouteRules.Fault(route) is { } broken)
        {
            return new Report.Refused($"{(broken.Member == "old_secret" ? oldSecretFile : secretFile)}: the secret {broken.Rule}");
        }

        await audited.WriteAsync(by, route, cancellationToken);
        return new Report.Done("{}", $"{route.Name} stored");
    }

    public async Task<Report> DeleteAsync(string name, CancellationToken cancellationToken) =>
        await audited.DeleteAsync(by, name, cancellationToken) ? new Report.Done("{}", $"{name} deleted") : new Report.Refused($"there is no route '{name}'");

    private static async Task<Secret> ReadAsync(string file, CancellationToken cancellationToken) =>
        new((await File.ReadAllTextAsync(file, cancellationToken)).Trim());

    private static string?[] Row(RouteAnswer route) =>
        [route.Name, route.Tenant ?? "all", route.Type, route.Url, route.Order, Cell.Of(route.Batch), Cell.Of(route.Attempts), route.Disabled];
}
