using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Conventions;

/// <summary>The events of a template in the order of their <c>on</c>; the position is how an engine knows a handler.</summary>
internal sealed class HandlerTable
{
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);

    public HandlerTable(IReadOnlyList<string> names)
    {
        Names = names;
        for (var index = 0; index < names.Count; index++)
        {
            _indices.Add(names[index], index);
        }
    }

    public IReadOnlyList<string> Names { get; }

    public int? Find(string eventName) => _indices.TryGetValue(eventName, out var index) ? index : null;

    public static ScriptOutcome NoHandler(string eventName)
    {
        var failure = new ScriptFailure
        {
            Reason = ScriptFailureReason.NoHandler,
            Message = $"The template has no handler for the event '{eventName}'.",
        };
        return new ScriptOutcome.Failed(failure) { Wall = TimeSpan.Zero, Cpu = TimeSpan.Zero };
    }
}
