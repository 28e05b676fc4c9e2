using TemplateWorker.Api.Bodies;
using TemplateWorker.Storage;

namespace TemplateWorker.Api.Events;

/// <summary>The body of an event: <c>{"name": …, "data": …}</c> and what goes with it. Only the form is checked here.</summary>
internal sealed record EventEnvelope
{
    /// <summary>Bytes beside the payload: the other members with every character escaped, and white space.</summary>
    private const int OtherBytes = 8 << 10;

    private static readonly string[] Members = ["name", "data", "idempotency_key", "delay", "not_before", "traceparent"];
    private static readonly string[] LineMembers = [.. Members, "tenant"];
    private static readonly byte[] NoData = "null"u8.ToArray();

    /// <summary>Null when it is missing.</summary>
    public string? Name { get; private set; }

    /// <summary>The payload's own bytes inside the body; <c>null</c> in JSON when it is missing.</summary>
    public ReadOnlyMemory<byte> Data { get; private set; } = NoData;

    public string? IdempotencyKey { get; private set; }

    public string? Delay { get; private set; }

    public string? NotBefore { get; private set; }

    public string? Trace { get; private set; }

    /// <summary>The tenant's text form, on a line of a request for many tenants.</summary>
    public string? Tenant { get; private set; }

    /// <summary>The bound of a body of one event.</summary>
    public static BodyLimit Limit(TenantLimits limits) =>
        new("limits.event_payload, and what is around it", limits.EventPayloadBytes + OtherBytes);

    /// <summary>Reads an event whose tenant is in the path.</summary>
    public static EventEnvelope Parse(ReadOnlyMemory<byte> utf8) => Parse(utf8, Members);

    /// <summary>Reads an event that names its tenant.</summary>
    public static EventEnvelope ParseWithTenant(ReadOnlyMemory<byte> utf8) => Parse(utf8, LineMembers);

    private static EventEnvelope Parse(ReadOnlyMemory<byte> utf8, string[] members)
    {
        var reader = new JsonBodyReader(utf8.Span, levels: 1);
        reader.ReadObject("The body");
        var envelope = new EventEnvelope();
        while (reader.ReadMember(members) is var member and >= 0)
        {
            switch (member)
            {
                case 0:
                    envelope.Name = reader.ReadString("name");
                    break;
                case 1:
                    envelope.Data = utf8[reader.ReadValue()];
                    break;
                case 2:
                    envelope.IdempotencyKey = reader.ReadString("idempotency_key");
                    break;
                case 3:
                    envelope.Delay = reader.ReadString("delay");
                    break;
                case 4:
                    envelope.NotBefore = reader.ReadString("not_before");
                    break;
                case 5:
                    envelope.Trace = reader.ReadString("traceparent");
                    break;
                default:
                    envelope.Tenant = reader.ReadString("tenant");
                    break;
            }
        }

        return envelope;
    }
}
