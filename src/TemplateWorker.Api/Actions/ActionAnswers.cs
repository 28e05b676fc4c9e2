using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Actions.Routes;

namespace TemplateWorker.Api.Actions;

/// <summary>Maps actions and routes to answers.</summary>
internal static class ActionAnswers
{
    /// <param name="actions">The page.</param>
    /// <param name="limit">The page size; a full page means that there may be another.</param>
    public static ActionPageAnswer Page(IReadOnlyList<ActionSummary> actions, int limit) =>
        new([.. actions.Select(Item)], actions.Count == limit ? actions[^1].Id : null);

    public static ActionAnswer One(ActionSummary action) => new(Item(action), new RawJson(action.DataJson!));

    public static ClaimAnswer Claimed(IReadOnlyList<LeasedChannel> channels) => new(
        [.. channels.SelectMany(channel => channel.Actions, (channel, action) => Claimed(channel.Name, action))]);

    public static RoutePageAnswer Page(IReadOnlyList<ActionRoute> routes, int limit) =>
        new([.. routes.Select(One)], routes.Count == limit ? routes[^1].Name : null);

    public static RouteAnswer One(ActionRoute route) => new()
    {
        Name = route.Name,
        Tenant = route.Tenant?.ToString(),
        Type = route.Type,
        Url = route.Url,
        HasOldSecret = route.OldSecret is not null,
        Order = route.IsStrict ? "strict" : "none",
        Batch = route.Batch,
        Timeout = DurationSyntax.Show(route.Timeout),
        Attempts = route.Attempts,
        Rate = route.Rate,
        Concurrency = route.Concurrency,
        AllowPrivate = route.AllowsPrivate,
        Disabled = route.Disabled,
        ChangedAt = route.ChangedAt,
    };

    public static ActionItem Item(ActionSummary action) => new()
    {
        Id = action.Id,
        State = action.State.Word(),
        Type = action.Type,
        Template = action.Template,
        Channel = action.Channel,
        Route = action.Route.Length == 0 ? null : action.Route,
        Bytes = action.Bytes,
        EventId = action.EventId,
        RunId = action.RunId,
        Key = action.Key,
        Attempts = action.Attempts,
        LastError = action.LastError,
        SentAt = action.SentAt,
        DueAt = action.DueAt,
        DiedAt = action.DiedAt,
        Traceparent = action.Trace?.Text,
    };

    private static ClaimedAction Claimed(ChannelName channel, WaitingAction action) => new()
    {
        Id = action.Id,
        Type = action.Type,
        Tenant = channel.Tenant.ToString(),
        Template = action.Template,
        Channel = channel.Channel,
        Data = new RawJson(action.DataJson),
        Key = action.Key,
        Attempt = action.Attempts + 1,
        SentAt = action.SentAt,
        EventId = action.EventId,
        RunId = action.RunId,
        Traceparent = action.Trace?.Text,
    };
}
