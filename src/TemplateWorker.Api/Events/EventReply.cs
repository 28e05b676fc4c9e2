using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Replies;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Api.Events;

/// <summary>
/// The results of an event, in the form of <see cref="EventAnswer"/>. Written by hand: it is the one answer whose
/// cost shows.
/// </summary>
/// <param name="EventId">The event's id.</param>
/// <param name="Results">Their values are well-formed JSON, or empty.</param>
internal sealed record EventReply(Guid EventId, IReadOnlyList<RunResult> Results) : Reply(StatusCodes.Status200OK)
{
    private static readonly JsonEncodedText EventIdName = JsonEncodedText.Encode("event_id");
    private static readonly JsonEncodedText ResultsName = JsonEncodedText.Encode("results");
    private static readonly JsonEncodedText TemplateName = JsonEncodedText.Encode("template");
    private static readonly JsonEncodedText VersionName = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText OutcomeName = JsonEncodedText.Encode("outcome");
    private static readonly JsonEncodedText Completed = JsonEncodedText.Encode("completed");
    private static readonly JsonEncodedText Failed = JsonEncodedText.Encode("failed");
    private static readonly JsonEncodedText ValueName = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText ErrorName = JsonEncodedText.Encode("error");
    private static readonly JsonEncodedText ReasonName = JsonEncodedText.Encode("reason");
    private static readonly JsonEncodedText MessageName = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText StackName = JsonEncodedText.Encode("stack");
    private static readonly JsonEncodedText RepeatsName = JsonEncodedText.Encode("repeats");
    private static readonly JsonEncodedText WallName = JsonEncodedText.Encode("wall_ms");
    private static readonly JsonEncodedText CpuName = JsonEncodedText.Encode("cpu_ms");

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString(EventIdName, EventId);
        writer.WriteStartArray(ResultsName);
        for (var i = 0; i < Results.Count; i++)
        {
            Write(writer, Results[i]);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RunResult result)
    {
        writer.WriteStartObject();
        writer.WriteString(TemplateName, result.Template);
        writer.WriteNumber(VersionName, result.Version);
        writer.WriteString(OutcomeName, result.Error is null ? Completed : Failed);
        writer.WritePropertyName(ValueName);
        if (result.Value.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteRawValue(result.Value.Span, skipInputValidation: true);
        }

        Write(writer, result.Error);
        writer.WriteNumber(RepeatsName, result.Repeats);
        writer.WriteNumber(WallName, Milliseconds(result.Wall));
        writer.WriteNumber(CpuName, Milliseconds(result.Cpu));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RunError? error)
    {
        if (error is null)
        {
            writer.WriteNull(ErrorName);
            return;
        }

        writer.WriteStartObject(ErrorName);
        writer.WriteString(ReasonName, error.Reason);
        writer.WriteString(MessageName, error.Message);
        writer.WriteString(StackName, error.Stack);
        writer.WriteEndObject();
    }

    /// <summary>To the microsecond.</summary>
    private static double Milliseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond / 1000d;
}
