using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Asks the worker to load a template in a scratch heap; <see cref="TemplateChecked"/> answers.</summary>
public sealed record CheckTemplate : SupervisorMessage
{
    /// <summary>The greatest number of files of one template.</summary>
    public const int MaxFiles = 1024;

    private const int FieldCount = 5;

    /// <summary>Unique per connection, for all calls of either kind; echoed in the answer.</summary>
    public required ulong DispatchId { get; init; }

    /// <summary>The tenant's text form.</summary>
    public required string Tenant { get; init; }

    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>The text of each file by its path in the template, such as <c>index.js</c>.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>The template's settings, a JSON object. Not checked here.</summary>
    public required string Settings { get; init; }

    private protected override MessageHeader Header => new(MessageCode.CheckTemplate, FieldCount);

    internal static CheckTemplate Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new CheckTemplate
        {
            DispatchId = reader.ReadUInt64(),
            Tenant = reader.ReadName(FieldLimits.TenantBytes),
            Template = reader.ReadName(),
            Files = reader.ReadTexts(MaxFiles),
            Settings = reader.ReadString(int.MaxValue),
        };
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteInteger(DispatchId);
        writer.WriteName(Tenant, FieldLimits.TenantBytes);
        writer.WriteName(Template);
        writer.WriteTexts(Files, MaxFiles);
        writer.WriteString(Settings);
    }
}
