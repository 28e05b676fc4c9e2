using System.Text.Json;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Text;
using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Runs.Transactions;

/// <summary>Parses the scopes that a script sends as a JSON array of strings. Caches the last one, because scripts repeat them.</summary>
internal sealed class ScopesReader
{
    private string _lastText = "[]";
    private Scopes _last = Scopes.None;

    public Scopes Read(string json)
    {
        if (!string.Equals(json, _lastText, StringComparison.Ordinal))
        {
            var names = JsonSerializer.Deserialize(json, RunsJsonContext.Default.StringArray)!;
            foreach (var name in names)
            {
                if (name.Length == 0 || name.Contains('\0') || !Utf16Text.IsWellFormed(name))
                {
                    throw new ScriptHostException("TypeError", "A scope must not be empty, nor contain U+0000 or half of a surrogate pair.");
                }
            }

            (_lastText, _last) = (json, Scopes.Of(names));
        }

        return _last;
    }
}
