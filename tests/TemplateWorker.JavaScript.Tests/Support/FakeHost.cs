using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.Support;

/// <summary>A host with a key-value store in memory, after the contract of <see cref="HostFunction"/>.</summary>
internal sealed class FakeHost : IScriptHost
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    public List<string> Log { get; } = [];

    public string StateData { get; set; } = "{}";

    public string StateEvents { get; set; } = "[]";

    /// <summary>Called first, with the function's name; for tests that refuse, delay or count.</summary>
    public Action<HostFunction>? OnCall { get; set; }

    public List<string> Emitted { get; } = [];

    /// <summary>What was sent and cancelled: the arguments.</summary>
    public List<string> Actions { get; } = [];

    /// <summary>What was scheduled and unscheduled: the arguments.</summary>
    public List<string> Scheduled { get; } = [];

    /// <summary>What was set with a time to expire: the arguments behind the scopes.</summary>
    public List<string> Expiring { get; } = [];

    public int Calls { get; private set; }

    public string? this[string key]
    {
        get => _values.GetValueOrDefault(Name("[]", key));
        set => _values[Name("[]", key)] = value!;
    }

    public string? Call(HostFunction function, ReadOnlySpan<string?> arguments)
    {
        switch (function)
        {
            case HostFunction.Limits:
                return "[262144,262144,262144]";
            case HostFunction.Breach:
                throw new ScriptHostException(arguments[0]!, arguments[1]!);
        }

        Calls++;
        OnCall?.Invoke(function);
        switch (function)
        {
            case HostFunction.Log:
                Log.Add($"{arguments[0]}: {arguments[1]}");
                return null;
            case HostFunction.EventsEmit:
                Emitted.Add(Joined(arguments[..4]));
                return $"\"event-{Emitted.Count}\"";
            case HostFunction.ActionsSend:
                Actions.Add(Joined(arguments[..5]));
                return $"\"action-{Actions.Count}\"";
            case HostFunction.ActionsCancel:
                Actions.Add(arguments[0]!);
                return "true";
            case HostFunction.EventsSchedule:
                Scheduled.Add(Joined(arguments));
                return null;
            case HostFunction.EventsUnschedule:
                var start = arguments[0] + " ";
                return Scheduled.RemoveAll(schedule => schedule.StartsWith(start, StringComparison.Ordinal)) > 0 ? "true" : "false";
            case HostFunction.StateData:
                return StateData;
            case HostFunction.StateEvents:
                return StateEvents;
            case HostFunction.StateSet:
                StateData = Canonical(arguments[0]!);
                return null;
            case HostFunction.KvGetMany:
                var scopes = arguments[0]!;
                return "[" + string.Join(',', JsonSerializer.Deserialize<string[]>(arguments[1]!)!.Select(key => $"[{_values.GetValueOrDefault(Name(scopes, key))}]")) + "]";
            case HostFunction.KvList:
                return List(arguments[0]!, arguments[1]!, arguments[2], int.Parse(arguments[3]!, CultureInfo.InvariantCulture));
            default:
                return CallKey(function, Name(arguments[0]!, arguments[1]!), arguments);
        }
    }

    private string? CallKey(HostFunction function, string name, ReadOnlySpan<string?> arguments)
    {
        var present = _values.GetValueOrDefault(name);
        switch (function)
        {
            case HostFunction.KvGet:
                return present;
            case HostFunction.KvGetRecord:
                return present is null ? null : Record(arguments[0]!, arguments[1]!, present);
            case HostFunction.KvSet:
                if (arguments[3] is not null || arguments[4] is not null)
                {
                    Expiring.Add(Joined(arguments[1..5]));
                }

                _values[name] = Canonical(arguments[2]!);
                return null;
            case HostFunction.KvDelete:
                return _values.Remove(name) ? "true" : "false";
            case HostFunction.KvIncrement:
                var sum = double.Parse(present ?? "0", CultureInfo.InvariantCulture) + double.Parse(arguments[2]!, CultureInfo.InvariantCulture);
                return _values[name] = sum.ToString("R", CultureInfo.InvariantCulture);
            default:
                return CompareAndSet(name, present, arguments[2], arguments[3]) ? "true" : "false";
        }
    }

    private static string Joined(ReadOnlySpan<string?> arguments) => string.Join(' ', arguments.ToArray().Select(argument => argument ?? "-"));

    private bool CompareAndSet(string name, string? present, string? expected, string? value)
    {
        if (present is null != expected is null || (present is not null && !JsonNode.DeepEquals(JsonNode.Parse(present), JsonNode.Parse(expected!))))
        {
            return false;
        }

        if (value is null)
        {
            _values.Remove(name);
        }
        else
        {
            _values[name] = Canonical(value);
        }

        return true;
    }

    private string List(string scopes, string prefix, string? after, int limit)
    {
        var start = Name(scopes, "");
        var entries = _values.Where(entry => entry.Key.StartsWith(start + prefix, StringComparison.Ordinal))
            .Select(entry => (Key: entry.Key[start.Length..], entry.Value))
            .Where(entry => after is null || string.CompareOrdinal(entry.Key, after) > 0)
            .ToList();
        var page = entries.Take(limit).Select(entry => $$"""{"key":{{JsonSerializer.Serialize(entry.Key)}},"value":{{entry.Value}}}""");
        var next = entries.Count > limit ? $",\"next\":{JsonSerializer.Serialize(entries[limit - 1].Key)}" : "";
        return $"{{\"entries\":[{string.Join(',', page)}]{next}}}";
    }

    private string Record(string scopes, string key, string value)
    {
        const string Time = """{"$type":"date","value":"2026-01-02T03:04:05.006Z"}""";
        var expiry = Expiring.Exists(set => set.StartsWith(key + " ", StringComparison.Ordinal)) ? $",\"expiresAt\":{Time}" : "";
        return $$"""{"key":{{JsonSerializer.Serialize(key)}},"value":{{value}},"scopes":{{scopes}},"createdAt":{{Time}},"updatedAt":{{Time}}{{expiry}} }""";
    }

    private static string Name(string scopes, string key) =>
        string.Join('\u0001', JsonSerializer.Deserialize<string[]>(scopes)!.Distinct().Order(StringComparer.Ordinal)) + '\u0002' + key;

    // PostgreSQL normalises jsonb: what comes back is not the text that went in.
    private static string Canonical(string json) => JsonNode.Parse(json, documentOptions: new() { MaxDepth = 1000 })?.ToJsonString(new() { MaxDepth = 1000 }) ?? "null";
}
