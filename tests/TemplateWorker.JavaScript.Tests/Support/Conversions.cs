using TemplateWorker.JavaScript.Conversion;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.Support;

/// <summary>Converts and loads templates, as a publication does.</summary>
internal static class Conversions
{
    public static ConversionOutcome Convert(this Workbench bench, params (string Path, string Text)[] files) =>
        TemplateConversion.Run(bench.Engine, Workbench.Source(files), bench.Limits);

    /// <summary>The fault with which a publication of the files ends.</summary>
    public static ScriptFailure Reject(this Workbench bench, params (string Path, string Text)[] files) => bench.Publish(files) switch
    {
        ScriptLoadOutcome.Failed(var failure) => failure,
        _ => throw new ShouldAssertException("The template was accepted."),
    };

    public static IScriptTemplate Accept(this Workbench bench, params (string Path, string Text)[] files) => bench.Publish(files) switch
    {
        ScriptLoadOutcome.Loaded(var template) => template,
        ScriptLoadOutcome.Failed(var failure) => throw new ShouldAssertException($"{failure.Reason}: {failure.File}:{failure.Line}:{failure.Column} {failure.Message}\n{failure.Stack}"),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The JSON of what the handler of <c>go</c> in the files returns.</summary>
    public static string? Go(this Workbench bench, params (string Path, string Text)[] files)
    {
        using var template = bench.Accept(files);
        return bench.Run(template) switch
        {
            ScriptOutcome.Completed(var json) => json,
            ScriptOutcome.Failed(var failure) => throw new ShouldAssertException($"{failure.Reason}: {failure.Message}\n{failure.Stack}"),
            _ => throw new InvalidOperationException(),
        };
    }

    private static ScriptLoadOutcome Publish(this Workbench bench, (string Path, string Text)[] files)
    {
        var source = Workbench.Source(files);
        switch (TemplateConversion.Run(bench.Engine, source, bench.Limits))
        {
            case ConversionOutcome.Converted(var code):
                source = source with { Code = code };
                return bench.Heap.CheckSyntax(source) is { } fault ? new ScriptLoadOutcome.Failed(fault) : bench.Heap.Load(source, bench.Host, bench.Limits);
            case ConversionOutcome.Failed(var failure):
                return new ScriptLoadOutcome.Failed(failure);
            default:
                throw new InvalidOperationException();
        }
    }
}
