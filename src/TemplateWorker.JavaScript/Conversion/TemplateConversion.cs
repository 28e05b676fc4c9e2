using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Diagnostics;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Conversion;

/// <summary>
/// Makes CommonJS without types of a template's modules, when it is published. The converter is a script like a tenant's: in a heap of its own, within
/// limits, with a host that refuses everything. Called on a script thread.
/// </summary>
internal static class TemplateConversion
{
    // As JSON, where it takes more than in the answer to the supervisor, whose frames have at most 32 MiB.
    private const int MostCodeBytes = 16 << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether a file must be converted before the template is loaded.</summary>
    public static bool IsNeeded(ScriptSource source) => source.Files.Keys.Any(path => FileKind.IsConverted(path) && !source.Code.ContainsKey(path));

    /// <param name="engine">What runs the converter.</param>
    /// <param name="source">The template, as its author wrote it.</param>
    /// <param name="limits">Of a run. The conversion of all files together may use twice the CPU time: the first one in a process takes several times that of later ones.</param>
    public static ConversionOutcome Run(IScriptEngine engine, ScriptSource source, ScriptLimits limits)
    {
        var paths = source.Files.Keys.Where(FileKind.IsConverted).Order(StringComparer.Ordinal).ToList();
        if (paths.Count == 0)
        {
            return new ConversionOutcome.Converted(source.Code);
        }

        return Convert(engine, [.. paths.Select(path => new AuthoredFile(path, source.Files[path]))], limits with { CpuTime = limits.CpuTime * 2, ResultBytes = MostCodeBytes }) switch
        {
            { Failure: { } failure } => new ConversionOutcome.Failed(failure),
            { Files: var files } => Join(source, paths.Zip(files!).ToDictionary(one => one.First, one => one.Second, StringComparer.Ordinal)),
        };
    }

    private static ConversionOutcome Join(ScriptSource source, Dictionary<string, ConvertedFile> files)
    {
        foreach (var (path, file) in files)
        {
            if (file.Fault is { } fault)
            {
                var line = CodeFrame.LineOf(source.Files, path, fault.Line);
                return new ConversionOutcome.Failed(new ScriptFailure
                {
                    Reason = ScriptFailureReason.SyntaxError,
                    Message = Failures.Cut("SyntaxError: " + fault.Message),
                    Stack = line is null ? null : CodeFrame.Draw(line, fault.Line!.Value, fault.Column),
                    File = path,
                    Line = fault.Line,
                    Column = fault.Column,
                });
            }
        }

        return ImportCheck.Find(source.Files, files) is { } failure
            ? new ConversionOutcome.Failed(failure)
            : new ConversionOutcome.Converted(files.ToDictionary(file => file.Key, file => file.Value.Code, StringComparer.Ordinal));
    }

    private static Result Convert(IScriptEngine engine, IReadOnlyList<AuthoredFile> files, ScriptLimits limits)
    {
        engine.KeepParsed(ConversionScripts.Converter);
        using var heap = engine.CreateHeap();
        switch (heap.Load(ConversionScripts.Converter, NoHost.Instance, limits))
        {
            case ScriptLoadOutcome.Loaded(var converter):
                using (converter)
                {
                    var call = new ScriptCall
                    {
                        EventName = ConversionScripts.EventName,
                        EventJson = $$"""{"id":"","name":"convert","data":{{JsonSerializer.Serialize(files, Json)}}}""",
                        ContextJson = "{}",
                    };
                    return converter.Run(call, NoHost.Instance, limits, CancellationToken.None) switch
                    {
                        ScriptOutcome.Completed { ResultJson: { } json } => new Result(JsonSerializer.Deserialize<List<ConvertedFile>>(json, Json), null),
                        ScriptOutcome.Failed(var failure) => new Result(null, Explain(failure, files)),
                        _ => throw new InvalidOperationException("The converter returned nothing."),
                    };
                }

            case ScriptLoadOutcome.Failed(var failure):
                return new Result(null, Explain(failure, files));
            default:
                throw new InvalidOperationException("Unexpected outcome of the engine.");
        }
    }

    /// <summary>Places in the converter are none of the author's.</summary>
    private static ScriptFailure Explain(ScriptFailure failure, IReadOnlyList<AuthoredFile> files) => new()
    {
        Reason = failure.Reason,
        Message = Failures.Cut(
            $"The template's .ts and .mjs files ({files.Count}, {files.Sum(file => (long)Encoding.UTF8.GetByteCount(file.Text))} bytes together) could not be"
            + $" converted within the limits: {failure.Message} Publish less code, or convert it beforehand and publish .js files."),
        File = files.MaxBy(file => file.Text.Length)!.Path,
    };

    private sealed record AuthoredFile(string Path, string Text);

    private sealed record Result(IReadOnlyList<ConvertedFile>? Files, ScriptFailure? Failure);
}
