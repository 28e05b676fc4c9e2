using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Storage;

namespace TemplateWorker.Runs.Publishing;

/// <summary>Checks templates. Identical content is checked once, because many tenants share the same files.</summary>
internal sealed class CheckedContents(IScriptEngine engine, LimitOptions limits)
{
    private readonly Dictionary<string, CheckOutcome> _outcomes = new(StringComparer.Ordinal);

    public async Task<CheckOutcome> CheckAsync(FolderTemplate template)
    {
        var content = string.Join(
            '\0', template.Source.Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key}\0{file.Value}"));
        if (!_outcomes.TryGetValue(content, out var outcome))
        {
            outcome = await OnScriptThreadAsync(() => TemplateCheck.Run(engine, template.Tenant, template.Source, limits.For(template.Tenant), pace: null, () => { }));
            _outcomes[content] = outcome;
        }

        return outcome;
    }

    /// <summary>Runs the check on a thread whose stack is large enough for scripts.</summary>
    private static Task<CheckOutcome> OnScriptThreadAsync(Func<CheckOutcome> check)
    {
        var done = new TaskCompletionSource<CheckOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(
            () =>
            {
                try
                {
                    done.SetResult(check());
                }
                catch (Exception fault)
                {
                    // The script boundary: the exception goes to the awaiting caller instead of ending the process.
                    done.SetException(fault);
                }
            },
            TemplateWorker.Runs.Scheduling.ScriptThread.StackBytes)
        {
            Name = "check",
            IsBackground = true,
        };
        thread.Start();
        return done.Task;
    }
}
