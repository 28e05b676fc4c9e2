using System.Text;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Storage;

namespace TemplateWorker.Api.Schedules;

/// <summary>The body of a schedule: <c>{"cron": …, "timezone": …, "event": …, "data": …, "catch_up": …}</c>. Only the form is checked here.</summary>
internal sealed record ScheduleUpload
{
    /// <summary>Bytes beside the payload: the other members with every character escaped, and white space.</summary>
    private const int OtherBytes = 8 << 10;

    private static readonly string[] Members = ["cron", "timezone", "event", "data", "catch_up"];

    /// <summary>Null when it is missing.</summary>
    public string? Cron { get; private set; }

    public string? TimeZone { get; private set; }

    public string? Event { get; private set; }

    /// <summary>The payload's own text.</summary>
    public string Data { get; private set; } = "null";

    /// <summary>The payload's size.</summary>
    public int DataBytes { get; private set; }

    public string? CatchUp { get; private set; }

    /// <summary>The bound of the body.</summary>
    public static BodyLimit Limit(TenantLimits limits) =>
        new("limits.event_payload, and what is around it", limits.EventPayloadBytes + OtherBytes);

    public static ScheduleUpload Parse(ReadOnlyMemory<byte> utf8)
    {
        var reader = new JsonBodyReader(utf8.Span, levels: 1);
        reader.ReadObject("The body");
        var upload = new ScheduleUpload();
        while (reader.ReadMember(Members) is var member and >= 0)
        {
            switch (member)
            {
                case 0:
                    upload.Cron = reader.ReadString("cron");
                    break;
                case 1:
                    upload.TimeZone = reader.ReadString("timezone");
                    break;
                case 2:
                    upload.Event = reader.ReadString("event");
                    break;
                case 3:
                    var data = utf8.Span[reader.ReadValue()];
                    (upload.Data, upload.DataBytes) = (Encoding.UTF8.GetString(data), data.Length);
                    break;
                default:
                    upload.CatchUp = reader.ReadString("catch_up");
                    break;
            }
        }

        return upload;
    }
}
