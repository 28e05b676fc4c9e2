using System.Text;
using System.Text.Json;
using TemplateWorker.Api.Schedules;
using TemplateWorker.Schedules;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Administration;

/// <summary>Lists, shows, sets and removes a tenant's schedules.</summary>
internal sealed class ScheduleCommands(ScheduleStore store, AuditedSchedules audited, Actor by, LimitOptions limits)
{
    private static readonly string[] Columns = ["name", "cron", "timezone", "event", "catch up", "next", "last", "template"];

    public async Task<Report> ListAsync(TenantId tenant, string? after, int limit, CancellationToken cancellationToken)
    {
        var page = ScheduleAnswers.Page(await store.ListAsync(tenant, after, limit, cancellationToken), limit);
        var table = TextTable.Of(Columns, page.Items.Select(Row));
        return new Report.Done(
            JsonSerializer.Serialize(page, SchedulesJson.Default.SchedulePageAnswer), Page.Of(table, page.Items.Count, page.NextAfter));
    }

    public async Task<Report> ShowAsync(TenantId tenant, string name, CancellationToken cancellationToken) =>
        await store.ReadAsync(tenant, name, cancellationToken) is { } schedule ? Shown(schedule) : Unknown(tenant, name);

    /// <param name="tenant">Whose.</param>
    /// <param name="draft">What is wanted; its first time is after the database's clock.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    public async Task<Report> SetAsync(TenantId tenant, ScheduleDraft draft, CancellationToken cancellationToken)
    {
        var tenantLimits = limits.For(tenant);
        if (Encoding.UTF8.GetByteCount(draft.DataJson) is var bytes && bytes > tenantLimits.EventPayloadBytes)
        {
            return new Report.Refused($"--data has {bytes} bytes, more than {tenantLimits.EventPayloadBytes} (limits.event_payload)");
        }

        return draft.Check(await store.ReadClockAsync(cancellationToken)) switch
        {
            ScheduleCheck.Bad(_, _, var fault) => new Report.Refused(fault),
            ScheduleCheck.Good(var content) => await audited.WriteAsync(by, tenant, draft.Name, content, tenantLimits.Schedules, cancellationToken) switch
            {
                ScheduleOutcome.Written(var schedule) => Shown(schedule),
                ScheduleOutcome.TooMany(var limit) => new Report.Refused(
                    $"{tenant} has {limit} schedules, the maximum (limits.schedules); nothing was stored"),
                var other => throw new InvalidOperationException($"{other.GetType().Name} has no report."),
            },
            var other => throw new InvalidOperationException($"{other.GetType().Name} has no report."),
        };
    }

    public async Task<Report> RemoveAsync(TenantId tenant, string name, CancellationToken cancellationToken) =>
        await audited.DeleteAsync(by, tenant, name, cancellationToken) ? new Report.Done("{}", $"{name} removed") : Unknown(tenant, name);

    private static Report.Done Shown(ScheduleRecord schedule)
    {
        var answer = ScheduleAnswers.One(schedule);
        var text = TextTable.Fields(
            ("name", answer.Name),
            ("cron", answer.Cron),
            ("timezone", answer.Timezone),
            ("event", answer.Event),
            ("data", answer.Data.Text),
            ("catch up", answer.CatchUp),
            ("template", answer.Template),
            ("next", Cell.Of(answer.NextAt)),
            ("last", Cell.Of(answer.LastAt)),
            ("created", Cell.Of(answer.CreatedAt)),
            ("updated", Cell.Of(answer.UpdatedAt)));
        return new Report.Done(JsonSerializer.Serialize(answer, SchedulesJson.Default.ScheduleAnswer), text);
    }

    private static Report.Refused Unknown(TenantId tenant, string name) => new($"{tenant} has no schedule '{name}'");

    private static string?[] Row(ScheduleItem item) =>
    [
        item.Name, item.Cron, item.Timezone, item.Event, item.CatchUp, Cell.Of(item.NextAt), Cell.Of(item.LastAt), item.Template,
    ];
}
