using System.Text.Json;
using System.Text.Json.Serialization;

namespace TemplateWorker.Hosting.Doctor;

/// <summary>All findings, as text for people and as JSON.</summary>
/// <param name="Healthy">Whether there is no fault; warnings do not count.</param>
/// <param name="Findings">In the order of the checks.</param>
internal sealed record DoctorReport(bool Healthy, IReadOnlyList<Finding> Findings)
{
    public static DoctorReport Of(IReadOnlyList<Finding> findings) => new(findings.All(finding => finding.Verdict != Verdict.Fault), findings);

    public string ToJson() => JsonSerializer.Serialize(this, DoctorJson.Default.DoctorReport);

    /// <summary>A line for each finding, and one for all of them.</summary>
    public string ToText()
    {
        var width = Findings.Max(finding => finding.Check.Length);
        var lines = Findings.Select(finding => $"{Name(finding.Verdict),-8} {finding.Check.PadRight(width)}  {OneLine(finding.Detail)}");
        return string.Join('\n', lines.Append($"{Count(Verdict.Fault, "fault")}, {Count(Verdict.Warning, "warning")}"));
    }

    private string Count(Verdict verdict, string noun) => Findings.Count(finding => finding.Verdict == verdict) switch
    {
        0 => $"no {noun}s",
        1 => $"1 {noun}",
        var several => $"{several} {noun}s",
    };

    private static string Name(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}

/// <summary>The JSON of <c>doctor --json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, Converters = [typeof(VerdictConverter)])]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoctorJson : JsonSerializerContext;

/// <summary>Writes verdicts as words.</summary>
internal sealed class VerdictConverter() : JsonStringEnumConverter<Verdict>(JsonNamingPolicy.SnakeCaseLower);
