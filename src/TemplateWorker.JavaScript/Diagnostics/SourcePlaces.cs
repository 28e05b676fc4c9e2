using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Diagnostics;

/// <summary>Places of the code that runs as places of what the template's author wrote. For one thread at a time.</summary>
internal sealed class SourcePlaces(ScriptSource source)
{
    private readonly Dictionary<string, ColumnMap> _maps = new(StringComparer.Ordinal);

    /// <summary>The frame with the author's column.</summary>
    public StackFrame Original(StackFrame frame)
    {
        if (frame is not { File: { } file, Column: { } column } || !source.Code.TryGetValue(file, out var code))
        {
            return frame;
        }

        if (!_maps.TryGetValue(file, out var map))
        {
            _maps.Add(file, map = ColumnMap.Of(code));
        }

        return frame with { Column = map.Original(frame.Line, column) };
    }

    /// <summary>The author's text of a line; null when the file has no such line.</summary>
    public string? LineOf(string? file, int? line) => CodeFrame.LineOf(source.Files, file, line);
}
