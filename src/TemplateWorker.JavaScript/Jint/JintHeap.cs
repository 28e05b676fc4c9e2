using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Diagnostics;
using TemplateWorker.JavaScript.Jint.Modules;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>The templates of one tenant, each an interpreter of its own.</summary>
internal sealed class JintHeap : IScriptHeap
{
    private readonly HashSet<JintTemplate> _templates = [];
    private bool _disposed;

    public ScriptFailure? CheckSyntax(ScriptSource source)
    {
        CheckUse();
        return SourceCheck.Find(source, CheckScript);
    }

    public ScriptLoadOutcome Load(ScriptSource source, IScriptHost host, ScriptLimits limits)
    {
        CheckUse();
        var context = new JintContext(source);
        JintTemplate? template = null;
        try
        {
            var completion = context.Load(host, limits);
            if (completion.Failure is { } failure)
            {
                return new ScriptLoadOutcome.Failed(failure);
            }

            template = new JintTemplate(this, context);
        }
        finally
        {
            if (template is null)
            {
                context.Dispose();
            }
        }

        _templates.Add(template);
        return new ScriptLoadOutcome.Loaded(template);
    }

    /// <summary>Nothing to do: the .NET garbage collector sees this heap's objects like all others.</summary>
    public void CollectGarbage() => CheckUse();

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        CheckUse();
        foreach (var template in _templates.ToArray())
        {
            template.Dispose();
        }

        _disposed = true;
    }

    public void Forget(JintTemplate template) => _templates.Remove(template);

    public void CheckUse() => ObjectDisposedException.ThrowIf(_disposed, this);

    private static ScriptFailure? CheckScript(string path, string text)
    {
        try
        {
            PreparedScripts.Prepare(path, text);
            return null;
        }
        catch (SourceFault fault)
        {
            return new ScriptFailure
            {
                Reason = ScriptFailureReason.SyntaxError,
                Message = "SyntaxError: " + Failures.Cut(fault.Message),
                File = path,
                Line = ModuleSource.Line(text, fault.Line),
            };
        }
    }
}
