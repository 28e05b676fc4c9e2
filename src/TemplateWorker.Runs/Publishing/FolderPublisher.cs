using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Runs.Publishing;

/// <summary>Publishes the templates of a folder and prints what changed. A faulty template is reported and does not stop the others.</summary>
internal sealed class FolderPublisher(
    IScriptEngine engine, AuditedTemplates store, Actor by, LimitOptions limits, TextWriter output, TextWriter errors)
{
    /// <returns>Whether all templates are published.</returns>
    public async Task<bool> PublishAsync(IReadOnlyList<FolderTemplate> templates, CancellationToken cancellationToken)
    {
        var checks = new CheckedContents(engine, limits);
        var (published, refused) = (0, 0);
        foreach (var template in templates)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (await PublishAsync(template, await checks.CheckAsync(template), cancellationToken))
            {
                case PublishOutcome.Published { Template: { Changed: true } now }:
                    published++;
                    await output.WriteLineAsync($"{template.Tenant} {now.Name}: version {now.Version}, on {string.Join(", ", now.Subscriptions)}");
                    break;
                case PublishOutcome.TooManyTemplates(var limit):
                    refused++;
                    await errors.WriteLineAsync($"{template.Tenant} {template.Source.Template}: the tenant already has {limit} templates (limits.templates)");
                    break;
                case null:
                    refused++;
                    break;
            }
        }

        await output.WriteLineAsync(
            $"{templates.Count} templates: {published} published, {templates.Count - published - refused} unchanged, {refused} refused");
        return refused == 0;
    }

    /// <returns>Null when the template is faulty, which has been reported.</returns>
    private async Task<PublishOutcome?> PublishAsync(FolderTemplate template, CheckOutcome check, CancellationToken cancellationToken)
    {
        switch (check)
        {
            case CheckOutcome.Accepted(var subscriptions, var code):
                var source = template.Source;
                return await store.PublishAsync(
                    by,
                    template.Tenant,
                    new TemplateContent
                    {
                        Name = source.Template,
                        Files = source.Files,
                        Code = code,
                        SettingsJson = source.Settings,
                        Subscriptions = subscriptions,
                    },
                    limits.For(template.Tenant),
                    cancellationToken);
            case CheckOutcome.Faulty(var failure):
                var place = failure.File is null ? "" : $" ({failure.File}{(failure.Line is { } line ? $":{line}" : "")}{(failure.Column is { } column ? $":{column}" : "")})";
                await errors.WriteLineAsync($"{template.Tenant} {template.Source.Template}: {failure.Reason}{place}: {failure.Message}");
                return null;
            default:
                throw new InvalidOperationException("Unexpected outcome of a check.");
        }
    }
}
