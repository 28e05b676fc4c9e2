using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Diagnostics;
using TemplateWorker.JavaScript.Jint.Modules;
using TemplateWorker.JavaScript.Jint.Values;
using TemplateWorker.JavaScript.Web;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>Describes what a script threw, which may be anything. Reading it may run the script's code, so its limits must be on.</summary>
internal sealed class ThrownValues(TemplateModules modules, SourcePlaces places)
{
    private const int MaxRead = 8192;
    private const int MaxInspected = 1024;
    private const int MaxCauses = 5;

    /// <summary>What the writing of the current run's result threw.</summary>
    public JsValue? ResultFault { get; set; }

    public ScriptFailure Describe(JavaScriptException thrown)
    {
        var value = Read(thrown.Error);
        var frames = value.Stack is null ? [] : JintStack.Parse(value.Stack);
        if (frames.Count == 0 && thrown.Location is { SourceFile: { } file, Start: var start } && !file.StartsWith('<') && !file.StartsWith(WebScript.UrlPrefix, StringComparison.Ordinal))
        {
            frames.Add(new StackFrame("", file, start.Line, ModuleSource.Column(start.Line, start.Column + 1)));
        }

        return Failures.Create(value, frames, places);
    }

    private ThrownValue Read(JsValue error)
    {
        var thrown = error as ObjectInstance;
        var message = ReadText(thrown, "message");
        var isOfResult = ResultFault is not null && ReferenceEquals(error, ResultFault);
        return message is null
            ? new ThrownValue
            {
                Message = "something that is not an Error was thrown: "
                    + StorableText.Scrub(Excerpt.Of(ValueInspector.Inspect(error), MaxInspected)),
                OfResult = isOfResult,
            }
            : new ThrownValue
            {
                Name = ReadText(thrown, "name") is { Length: > 0 } name ? name : "Error",
                Message = message,
                Stack = ReadText(thrown, "stack"),
                Causes = ReadCauses(thrown),
                Delay = ReadNumber(thrown, "delay"),
                Line = ReadNumber(thrown, "line"),
                UnparsableFile = modules.UnparsableFile(error),
                OfResult = isOfResult,
                TooLarge = isOfResult && Read(thrown, ScriptValueWriter.TooLargeMark) == JsBoolean.True,
            };
    }

    /// <summary>What it was thrown for, outermost first.</summary>
    private static List<string> ReadCauses(ObjectInstance? thrown)
    {
        var causes = new List<string>();
        for (var cause = Read(thrown, "cause"); cause is not null && !cause.IsUndefined() && causes.Count < MaxCauses; cause = Read(cause as ObjectInstance, "cause"))
        {
            causes.Add(ReadText(cause as ObjectInstance, "message") is { } message
                ? Excerpt.Of($"{(ReadText(cause as ObjectInstance, "name") is { Length: > 0 } name ? name : "Error")}: {message}", MaxInspected)
                : StorableText.Scrub(Excerpt.Of(ValueInspector.Inspect(cause), MaxInspected)));
        }

        return causes;
    }

    private static string? ReadText(ObjectInstance? thrown, string key) => Read(thrown, key) is { } text && text.IsString()
        ? StorableText.Scrub(Excerpt.Of(text.AsString(), MaxRead))
        : null;

    private static double? ReadNumber(ObjectInstance? thrown, string key) => Read(thrown, key) is { } number && number.IsNumber() ? number.AsNumber() : null;

    private static JsValue? Read(ObjectInstance? thrown, string key)
    {
        try
        {
            return thrown?.Get(key);
        }
        catch (JavaScriptException)
        {
            return null;
        }
    }
}
