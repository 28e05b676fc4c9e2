using TemplateWorker.JavaScript.Conversion;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Storage;

namespace TemplateWorker.Runs.Calls;

/// <summary>
/// Checks a template before it is published: its modules are converted, every file parses, and the entry file loads in a scratch heap
/// within the limits and subscribes to something. Called on a script thread.
/// </summary>
internal static class TemplateCheck
{
    /// <param name="engine">What runs it.</param>
    /// <param name="tenant">The owner.</param>
    /// <param name="source">The template.</param>
    /// <param name="limits">The tenant's.</param>
    /// <param name="pace">Pauses it in favour of others; null where runs are not paused.</param>
    /// <param name="stepBegan">Called when each step takes the engine, conversion and load: each has the limits of a run for itself.</param>
    public static CheckOutcome Run(
        IScriptEngine engine, TenantId tenant, ScriptSource source, TenantLimits limits, IScriptPace? pace, Action stepBegan)
    {
        stepBegan();
        switch (TemplateConversion.Run(engine, source, limits.ToScriptLimits(pace)))
        {
            case ConversionOutcome.Converted(var code):
                stepBegan();
                return Load(engine, tenant, source with { Code = code }, limits, pace);
            case ConversionOutcome.Failed(var failure):
                return new CheckOutcome.Faulty(failure);
            default:
                throw new InvalidOperationException("Unexpected outcome of a conversion.");
        }
    }

    private static CheckOutcome Load(IScriptEngine engine, TenantId tenant, ScriptSource source, TenantLimits limits, IScriptPace? pace)
    {
        using var scratch = engine.CreateHeap();
        if (scratch.CheckSyntax(source) is { } syntax)
        {
            return new CheckOutcome.Faulty(syntax);
        }

        switch (scratch.Load(source, SilentHost.Instance, limits.ToScriptLimits(pace)))
        {
            case ScriptLoadOutcome.Loaded(var template):
                using (template)
                {
                    return template.Subscriptions.Count > 0
                        ? new CheckOutcome.Accepted([.. template.Subscriptions], source.Code)
                        : new CheckOutcome.Faulty(new ScriptFailure
                        {
                            Reason = ScriptFailureReason.NoHandler,
                            Message = $"The template of {tenant} subscribes to nothing: call on(name, handler) in {source.EntryFile}.",
                            File = source.EntryFile,
                        });
                }

            case ScriptLoadOutcome.Failed(var failure):
                return new CheckOutcome.Faulty(failure);
            default:
                throw new InvalidOperationException("Unexpected outcome of the engine.");
        }
    }

    /// <summary>During a check nothing is logged and no data is available.</summary>
    private sealed class SilentHost : IScriptHost
    {
        public static readonly SilentHost Instance = new();

        public string? Call(HostFunction function, ReadOnlySpan<string?> arguments) =>
            function == HostFunction.Log
                ? null
                : throw new ScriptHostException("TypeError", "kv, state and events are available only while a handler runs, not while the template loads.");
    }
}
