using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Supervision.Calls;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Api.Templates;

/// <summary>Publishes, lists and removes a tenant's templates.</summary>
internal sealed partial class TemplatesEndpoint(
    WorkerPool pool, TemplateStore store, AuditedTemplates audited, LimitOptions limits, ILogger<TemplatesEndpoint> logger)
{
    public async Task<Reply> ListAsync(ApiCall call)
    {
        if (call.UnknownQuery is { } problem)
        {
            return problem;
        }

        var templates = await store.ListAsync(call.Tenant, call.Aborted);
        return Reply.Ok(TemplateAnswers.List(templates), TemplatesJson.Default.TemplateListAnswer);
    }

    public async Task<Reply> GetAsync(ApiCall call)
    {
        var (name, problem) = call.TemplateName();
        if (problem is not null)
        {
            return problem;
        }

        return await store.GetAsync(call.Tenant, name, call.Aborted) is { } details
            ? Reply.Ok(TemplateAnswers.One(details), TemplatesJson.Default.TemplateAnswer)
            : Unknown(call.Tenant, name);
    }

    public async Task<Reply> PutAsync(ApiCall call)
    {
        var (name, nameProblem) = call.TemplateName();
        if (nameProblem is not null)
        {
            return nameProblem;
        }

        var tenantLimits = limits.For(call.Tenant);
        var (upload, bodyProblem) = await call.ReadBodyAsync(TemplateUpload.Limit(tenantLimits), TemplateUpload.Parse);
        if ((bodyProblem ?? UploadRules.Check(upload, tenantLimits)) is { } problem)
        {
            return problem;
        }

        var candidate = new TemplateCandidate { Tenant = call.Tenant, Name = name, Files = upload.Files!, Settings = upload.Settings };
        var check = await pool.CheckAsync(candidate, call.Aborted);
        return check switch
        {
            CheckReply.Accepted accepted => await PublishAsync(call, ContentOf(candidate, accepted), tenantLimits),
            CheckReply.Faulty(var fault) => TemplateAnswers.Rejected(fault),
            CheckReply.Refused(var reason, var message, var retryAfter) => RefusalProblem.Of(reason, message, retryAfter),
            _ => throw new InvalidOperationException($"{check.GetType().Name} has no answer."),
        };
    }

    public async Task<Reply> DeleteAsync(ApiCall call)
    {
        var (name, problem) = call.TemplateName();
        if (problem is not null)
        {
            return problem;
        }

        // From here on a disconnect cancels nothing: the worker must be notified of what was written.
        if (!await audited.DeleteAsync(call.Actor, call.Tenant, name, CancellationToken.None))
        {
            return Unknown(call.Tenant, name);
        }

        pool.NoteChanged(call.Tenant);
        Log.Deleted(logger, call.Tenant, name, call.Caller.Name);
        return NoContent.Instance;
    }

    public async Task<Reply> ActivateAsync(ApiCall call)
    {
        var (name, nameProblem) = call.TemplateName();
        if (nameProblem is not null)
        {
            return nameProblem;
        }

        var (activation, bodyProblem) = await call.ReadBodyAsync(Activation.Limit, Activation.Parse);
        if ((bodyProblem ?? UploadRules.Check(activation)) is { } problem)
        {
            return problem;
        }

        switch (await audited.ActivateAsync(call.Actor, call.Tenant, name, activation.Version!.Value, CancellationToken.None))
        {
            case ActivateOutcome.Activated(var template):
                return Changed(call, template);
            case ActivateOutcome.UnknownVersion(var versions):
                return new Problem(
                    ProblemKinds.UnknownVersion,
                    $"The template '{name}' of {call.Tenant} has no version {activation.Version}; it has {string.Join(", ", versions)}.");
            default:
                return Unknown(call.Tenant, name);
        }
    }

    private static Problem Unknown(TenantId tenant, string name) =>
        new(ProblemKinds.UnknownTemplate, $"{tenant} has no template '{name}'.");

    private static TemplateContent ContentOf(TemplateCandidate candidate, CheckReply.Accepted check) => new()
    {
        Name = candidate.Name,
        Files = candidate.Files,
        Code = check.Code,
        SettingsJson = candidate.Settings,
        Subscriptions = check.Subscriptions,
    };

    private async Task<Reply> PublishAsync(ApiCall call, TemplateContent content, TenantLimits held)
    {
        return await audited.PublishAsync(call.Actor, call.Tenant, content, held, CancellationToken.None) switch
        {
            PublishOutcome.Published(var template) => Changed(call, template),
            PublishOutcome.TooManyTemplates(var limit) => new Problem(
                ProblemKinds.TooManyTemplates,
                $"{call.Tenant} has {limit} templates, the maximum (limits.templates); nothing was published.",
                new ProblemMember("limit", limit)),
            var outcome => throw new InvalidOperationException($"{outcome.GetType().Name} has no answer."),
        };
    }

    private Reply Changed(ApiCall call, PublishedTemplate template)
    {
        // Also when nothing changed: an earlier request may have failed between its write and the notification.
        pool.NoteChanged(call.Tenant);
        if (template.Changed)
        {
            Log.Activated(logger, call.Tenant, template.Name, template.Version, call.Caller.Name);
        }

        return Reply.Ok(new PublishedAnswer(template.Name, template.Version, template.Subscriptions, template.Changed),
            TemplatesJson.Default.PublishedAnswer);
    }
}
