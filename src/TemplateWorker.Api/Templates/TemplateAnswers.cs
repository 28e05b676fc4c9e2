using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Api.Templates;

/// <summary>Maps templates to answers.</summary>
internal static class TemplateAnswers
{
    public static TemplateListAnswer List(IReadOnlyList<TemplateSummary> templates) => new([.. templates.Select(template => new TemplateItem
    {
        Name = template.Name,
        Version = template.ActiveVersion,
        Subscriptions = template.Subscriptions,
        CreatedAt = template.CreatedAt,
        UpdatedAt = template.UpdatedAt,
    })]);

    public static TemplateAnswer One(TemplateDetails details) => new()
    {
        Name = details.Active.Name,
        Version = details.Active.Version,
        Subscriptions = details.Active.Subscriptions,
        Files = details.Active.Files,
        Settings = new RawJson(details.Active.SettingsJson),
        Versions = [.. details.Versions.Select(version =>
            new TemplateVersionItem(version.Version, version.PublishedAt, Convert.ToHexStringLower(version.Checksum)))],
        CreatedAt = details.CreatedAt,
        UpdatedAt = details.UpdatedAt,
    };

    public static Problem Rejected(TemplateFault fault)
    {
        List<ProblemMember> members = [new("reason", fault.Reason)];
        if (fault.File is not null)
        {
            members.Add(new ProblemMember("file", fault.File));
        }

        if (fault.Line is { } line)
        {
            members.Add(new ProblemMember("line", line));
        }

        if (fault.Column is { } column)
        {
            members.Add(new ProblemMember("column", column));
        }

        return new Problem(ProblemKinds.TemplateRejected, fault.Message, members);
    }
}
