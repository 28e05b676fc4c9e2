using System.Text.Json;
using TemplateWorker.Api.Deliveries;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Administration;

/// <summary>Lists, shows, replays and drops deliveries.</summary>
internal sealed class DeliveryCommands(DeliveryStore store, AuditedDeliveries audited, Actor by, LimitOptions limits)
{
    private static readonly string[] Columns = ["id", "state", "template", "event", "attempts", "deaths", "accepted", "due", "reason", "message"];
    private static readonly string[] FailureColumns = ["attempt", "at", "reason", "wall ms", "worker", "message"];

    public async Task<Report> ListAsync(DeliveryFilter filter, CancellationToken cancellationToken)
    {
        var page = DeliveryAnswers.Page(await store.ListAsync(filter, cancellationToken), filter.Limit);
        var table = TextTable.Of(Columns, page.Items.Select(Row));
        return new Report.Done(
            JsonSerializer.Serialize(page, DeliveriesJson.Default.DeliveryPageAnswer), Page.Of(table, page.Items.Count, Cell.Of(page.NextAfter)));
    }

    public async Task<Report> ShowAsync(TenantId tenant, long id, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(tenant, id, cancellationToken) is not { } details)
        {
            return Unknown(tenant, id);
        }

        var answer = DeliveryAnswers.One(details);
        return new Report.Done(JsonSerializer.Serialize(answer, DeliveriesJson.Default.DeliveryAnswer), Text(answer));
    }

    /// <summary>Without ids, all deliveries that match the filter.</summary>
    public async Task<Report> ReplayAsync(DeliveryFilter filter, CancellationToken cancellationToken)
    {
        var maxQueued = limits.For(filter.Tenant).QueuedDeliveries;
        var isQueueFull = false;
        var count = await RepeatAsync(
            async (next, token) =>
            {
                (var replayed, isQueueFull) = await audited.ReplayAsync(by, next, maxQueued, token);
                return replayed;
            },
            filter,
            cancellationToken);
        if (count == 0 && filter.Ids is not null)
        {
            return new Report.Refused(isQueueFull
                ? $"{filter.Tenant} has {maxQueued} deliveries waiting, which is limits.queued_deliveries; the dead letters stay"
                : $"{filter.Tenant} has no parked or dead delivery with these ids");
        }

        var rest = isQueueFull ? $"; more dead letters stay, because {maxQueued} deliveries wait (limits.queued_deliveries)" : string.Empty;
        return new Report.Done(
            JsonSerializer.Serialize(new ReplayAnswer(count, isQueueFull), DeliveriesJson.Default.ReplayAnswer),
            $"{Cell.Count(count, "delivery", "deliveries")} replayed{rest}");
    }

    /// <summary>Without ids, all deliveries that match the filter.</summary>
    public async Task<Report> DropAsync(DeliveryFilter filter, CancellationToken cancellationToken)
    {
        var count = await RepeatAsync((some, token) => audited.DropAsync(by, some, token), filter, cancellationToken);
        return count == 0 && filter.Ids is not null
            ? new Report.Refused($"{filter.Tenant} has no delivery with these ids: they are done, were dropped, or never existed")
            : Counted(count, "dropped");
    }

    private static async Task<int> RepeatAsync(
        Func<DeliveryFilter, CancellationToken, Task<int>> change, DeliveryFilter filter, CancellationToken cancellationToken)
    {
        var count = 0;
        int changed;
        do
        {
            changed = await change(filter, cancellationToken);
            count += changed;
        }
        while (filter.Ids is null && changed == filter.Limit);

        return count;
    }

    private static Report.Done Counted(int count, string what) => new(
        JsonSerializer.Serialize(new CountAnswer(count), DeliveriesJson.Default.CountAnswer), $"{Cell.Count(count, "delivery", "deliveries")} {what}");

    private static Report.Refused Unknown(TenantId tenant, long id) => new($"{tenant} has no delivery {id}: it is done, was dropped, or never existed");

    private static string?[] Row(DeliveryItem item) =>
    [
        Cell.Of(item.Id), item.State, item.Template, item.Event, Cell.Of(item.Attempts), Cell.Of(item.Deaths), Cell.Of(item.AcceptedAt),
        Cell.Of(item.DueAt), item.Reason, item.Message,
    ];

    private static string Text(DeliveryAnswer answer)
    {
        var fields = TextTable.Fields(
            ("id", Cell.Of(answer.Id)),
            ("state", answer.State),
            ("template", answer.Template),
            ("event", answer.Event),
            ("event id", answer.EventId.ToString()),
            ("attempts", Cell.Of(answer.Attempts)),
            ("deaths", Cell.Of(answer.Deaths)),
            ("hops", Cell.Of(answer.Hops)),
            ("accepted", Cell.Of(answer.AcceptedAt)),
            ("due", Cell.Of(answer.DueAt)),
            ("given up", Cell.Of(answer.GivenUpAt)),
            ("trace", answer.Traceparent),
            ("data", answer.Data.Text));
        if (answer.Failures.Count == 0)
        {
            return fields;
        }

        var failures = TextTable.Of(
            FailureColumns,
            answer.Failures.Select(failed => new[]
            {
                Cell.Of(failed.Attempt), Cell.Of(failed.At), failed.Reason, Cell.Of(failed.WallMs), failed.Worker, failed.Message,
            }));
        var stack = answer.Failures[^1].Stack is { } last ? $"\n\nstack of the last one:\n{last}" : "";
        return $"{fields}\n\n{failures}{stack}";
    }
}
