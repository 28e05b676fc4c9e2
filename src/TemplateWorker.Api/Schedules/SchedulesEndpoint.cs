using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Schedules;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Api.Schedules;

/// <summary>Reads, writes and removes a tenant's schedules.</summary>
internal sealed partial class SchedulesEndpoint(
    ScheduleStore store, AuditedSchedules audited, LimitOptions limits, ILogger<SchedulesEndpoint> logger)
{
    public const string After = "after";
    public const string Limit = "limit";
    public const int MaxPage = 1_000;
    public const int DefaultPage = 100;

    public async Task<Reply> ListAsync(ApiCall call)
    {
        var query = call.Query(After, Limit);
        var (after, limit) = (query.Text(After), query.Integer(Limit, 1, MaxPage, DefaultPage));
        if ((query.Problem ?? (after is null ? null : StorableProblem(After, after))) is { } problem)
        {
            return problem;
        }

        var page = ScheduleAnswers.Page(await store.ListAsync(call.Tenant, after, limit, call.Aborted), limit);
        return Reply.Ok(page, SchedulesJson.Default.SchedulePageAnswer);
    }

    public async Task<Reply> ReadAsync(ApiCall call)
    {
        var (name, problem) = NameOf(call);
        if (problem is not null)
        {
            return problem;
        }

        return await store.ReadAsync(call.Tenant, name, call.Aborted) is { } schedule ? One(schedule) : Unknown(call.Tenant, name);
    }

    public async Task<Reply> PutAsync(ApiCall call)
    {
        var (name, nameProblem) = NameOf(call);
        if (nameProblem is not null)
        {
            return nameProblem;
        }

        var tenantLimits = limits.For(call.Tenant);
        var (upload, bodyProblem) = await call.ReadBodyAsync(ScheduleUpload.Limit(tenantLimits), ScheduleUpload.Parse);
        if ((bodyProblem ?? UploadProblem(upload, tenantLimits)) is { } problem)
        {
            return problem;
        }

        var draft = new ScheduleDraft
        {
            Name = name,
            Cron = upload.Cron!,
            TimeZone = upload.TimeZone,
            EventName = upload.Event,
            DataJson = upload.Data,
            CatchUp = upload.CatchUp,
        };
        return draft.Check(await store.ReadClockAsync(call.Aborted)) switch
        {
            ScheduleCheck.Good(var content) =>
                Written(call, await audited.WriteAsync(call.Actor, call.Tenant, name, content, tenantLimits.Schedules, CancellationToken.None)),
            ScheduleCheck.Bad(var field, var value, var fault) => Problem.InvalidParameter(ParameterOf(field), value, fault),
            var other => throw new InvalidOperationException($"{other.GetType().Name} has no answer."),
        };
    }

    public async Task<Reply> DeleteAsync(ApiCall call)
    {
        var (name, problem) = NameOf(call);
        if (problem is not null)
        {
            return problem;
        }

        if (!await audited.DeleteAsync(call.Actor, call.Tenant, name, CancellationToken.None))
        {
            return Unknown(call.Tenant, name);
        }

        Log.Removed(logger, name, call.Tenant, call.Caller.Name);
        return NoContent.Instance;
    }

    private static Checked<string> NameOf(ApiCall call)
    {
        var (name, problem) = call.OnlySegment(ApiPaths.Schedule);
        problem ??= StorableProblem(ApiPaths.Schedule, name);
        return problem is null ? name : problem;
    }

    // PostgreSQL's text has no U+0000.
    private static Problem? StorableProblem(string parameter, string name) =>
        name.Any(char.IsControl) ? Problem.BrokenRule(parameter, name, "must not contain control characters") : null;

    private static Problem? UploadProblem(ScheduleUpload upload, TenantLimits limits)
    {
        if (upload.Cron is null)
        {
            return Problem.MissingParameter("cron", "must be five fields such as '30 6 * * mon-fri', or a name such as '@hourly'");
        }

        return upload.DataBytes > limits.EventPayloadBytes
            ? Problem.TooLarge("data", "limits.event_payload", limits.EventPayloadBytes, upload.DataBytes)
            : null;
    }

    private static string ParameterOf(ScheduleField field) => field switch
    {
        ScheduleField.Name => ApiPaths.Schedule,
        ScheduleField.Cron => "cron",
        ScheduleField.TimeZone => "timezone",
        ScheduleField.Event => "event",
        _ => "catch_up",
    };

    private static Problem Unknown(TenantId tenant, string name) => new(ProblemKinds.UnknownSchedule, $"{tenant} has no schedule '{name}'.");

    private static Reply One(ScheduleRecord schedule) =>
        Reply.Ok(ScheduleAnswers.One(schedule), SchedulesJson.Default.ScheduleAnswer);

    private Reply Written(ApiCall call, ScheduleOutcome outcome)
    {
        switch (outcome)
        {
            case ScheduleOutcome.Written(var schedule):
                Log.Written(logger, schedule.Name, call.Tenant, call.Caller.Name);
                return One(schedule);
            case ScheduleOutcome.TooMany(var limit):
                return new Problem(
                    ProblemKinds.TooManySchedules,
                    $"{call.Tenant} has {limit} schedules, the maximum (limits.schedules); nothing was stored.",
                    new ProblemMember("limit", limit));
            default:
                throw new InvalidOperationException($"{outcome.GetType().Name} has no answer.");
        }
    }
}
