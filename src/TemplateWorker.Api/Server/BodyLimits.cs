using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Deliveries;
using TemplateWorker.Api.Events;
using TemplateWorker.Api.Schedules;
using TemplateWorker.Api.Templates;
using TemplateWorker.Api.Tenants;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Api.Server;

/// <summary>How large the bodies of the routes may be.</summary>
internal static class BodyLimits
{
    /// <summary>JSON may write a character of source in up to three times its bytes, where it is not ASCII but its escape is.</summary>
    private const int EscapeFactor = 3;

    /// <summary>Names of members, paths and white space.</summary>
    private const int TemplateMargin = 64 << 10;

    public static readonly BodyLimit OfActivation = new("a fixed limit", Activation.MaxBytes);

    public static readonly BodyLimit OfPolicy = new("a fixed limit", PolicyUpload.MaxBytes);

    public static BodyLimit OfSchedule(TenantLimits limits) =>
        new("limits.event_payload, and what is around it", limits.EventPayloadBytes + ScheduleUpload.MaxBytes);

    public static BodyLimit OfTemplate(TenantLimits limits) => new(
        "limits.template_files, and what is around them",
        (EscapeFactor * (limits.TemplateFilesBytes + TemplateRules.MaxSettingsBytes)) + TemplateMargin);

    public static BodyLimit OfValue(TenantLimits limits) => new("limits.value", limits.ValueBytes);

    public static BodyLimit OfState(TenantLimits limits) => new("limits.value, and what is around it", limits.ValueBytes + StateUpdate.MaxBytes);

    /// <summary>The largest body of all, for the server to refuse what is larger on sight.</summary>
    public static long Largest(LimitOptions limits) => Math.Max(
        EventLines.MaxBytes,
        limits.Tenants.Values.Append(limits.Default).Max(tenant =>
            Math.Max(OfTemplate(tenant).Bytes, Math.Max(OfState(tenant).Bytes, tenant.EventPayloadBytes + EventEnvelope.MaxBytes))));
}
