using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Asks the worker to load a template in a temporary heap. <see cref="TemplateChecked"/> answers.</summary>
public sealed record CheckTemplate : SupervisorMessage
{
    /// <summary>The greatest number of files of one template.</summary>
    public const int MaxFiles = 1024;

    private const int FieldCount = 5;

    /// <summary>Unique among all calls of a connection; the answer repeats it.</summary>
    public required ulong DispatchId { get; init; }

    /// <summary>The text form of the tenant, at most <see cref="FieldLimits.TenantBytes"/>.</summary>
    public required string Tenant { get; init; }

    /// <summary>The name of the template, at most <see cref="FieldLimits.NameBytes"/>.</summary>
    public required string Template { get; init; }

    /// <summary>The text of each file by its path in the template, such as <c>index.js</c>. At most <see cref="MaxFiles"/>.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>The settings of the template, a JSON object that this assembly does not check.</summary>
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
