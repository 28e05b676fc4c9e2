using System.Text.Json;
using TemplateWorker.Api.Deliveries;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Lanes;

namespace TemplateWorker.Administration;

/// <summary>Lists, pauses and resumes the lanes of a tenant.</summary>
internal sealed class LaneCommands(LaneStore store, AuditedLanes audited, Actor by)
{
    private static readonly string[] Columns = ["template", "queued", "delayed", "dead", "oldest s", "paused since", "parked behind", "reason"];

    public async Task<Report> ListAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var answer = LaneAnswers.List(await store.ListAsync(tenant, cancellationToken));
        var table = answer.Lanes.Count == 0 ? "none" : TextTable.Of(Columns, answer.Lanes.Select(Row));
        var paused = answer.PausedSince is { } since ? $"{tenant} has been paused since {Cell.Of(since)}\n\n" : "";
        return new Report.Done(JsonSerializer.Serialize(answer, DeliveriesJson.Default.LaneListAnswer), paused + table);
    }

    public async Task<Report> PauseAsync(TenantId tenant, string? template, CancellationToken cancellationToken) =>
        Changed(tenant, template, await audited.PauseAsync(by, tenant, template, cancellationToken), "paused", "is already paused");

    public async Task<Report> ResumeAsync(TenantId tenant, string? template, CancellationToken cancellationToken) =>
        Changed(tenant, template, await audited.ResumeAsync(by, tenant, template, cancellationToken), "resumed", "is neither paused nor parked");

    private static Report Changed(TenantId tenant, string? template, LaneChange change, string changed, string unchanged)
    {
        var what = template is null ? $"{tenant}" : $"{tenant} {template}";
        return change switch
        {
            LaneChange.NotFound => new Report.Refused($"{tenant} has no template '{template}', and no lane for it"),
            LaneChange.Changed => Done(isChanged: true, $"{what} {changed}"),
            _ => Done(isChanged: false, $"{what} {unchanged}"),
        };
    }

    private static Report.Done Done(bool isChanged, string text) =>
        new(JsonSerializer.Serialize(new LaneChangeAnswer(isChanged), DeliveriesJson.Default.LaneChangeAnswer), text);

    private static string?[] Row(LaneItem lane) =>
    [
        lane.Template, Cell.Of(lane.Queued), Cell.Of(lane.Delayed), Cell.Of(lane.Dead), Cell.Of(lane.OldestSeconds), Cell.Of(lane.PausedSince),
        Cell.Of(lane.ParkedBehind), lane.ParkedReason,
    ];
}
