using TemplateWorker.JavaScript.Conventions;

namespace TemplateWorker.JavaScript.Diagnostics;

/// <summary>The members of the globals, for calls of one that is not there. A test holds the lists against the globals.</summary>
internal static class MissingMembers
{
    public static IReadOnlyDictionary<string, string[]> Members { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["kv"] = ["get", "getMany", "getRecord", "set", "delete", "increment", "compareAndSet", "list", "scope"],
        ["state"] = ["data", "events", "update"],
        ["events"] = ["emit", "schedule", "unschedule"],
        ["actions"] = ["send", "cancel"],
        ["console"] = ["debug", "log", "info", "warn", "error"],
        ["template"] = ["name", "version", "settings"],
    };

    // What other stores and hosts call the same.
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.Ordinal)
    {
        ["kv.incr"] = "kv.increment",
        ["kv.inc"] = "kv.increment",
        ["kv.decr"] = "kv.increment(key, -1)",
        ["kv.decrement"] = "kv.increment(key, -1)",
        ["kv.del"] = "kv.delete",
        ["kv.remove"] = "kv.delete",
        ["kv.put"] = "kv.set",
        ["kv.has"] = "kv.get(key) !== undefined",
        ["kv.keys"] = "kv.list",
        ["kv.scan"] = "kv.list",
        ["kv.cas"] = "kv.compareAndSet",
        ["state.get"] = "state.data",
        ["state.set"] = "state.update",
        ["events.send"] = "events.emit",
        ["events.publish"] = "events.emit",
        ["events.on"] = "on",
        ["events.cancel"] = "events.unschedule",
        ["actions.emit"] = "actions.send",
        ["actions.post"] = "actions.send",
        ["actions.publish"] = "actions.send",
        ["actions.delete"] = "actions.cancel",
        ["console.trace"] = "console.debug",
        ["console.dir"] = "console.log",
        ["console.table"] = "console.log",
    };

    /// <summary>What was meant by a member that is not there, or what there is; null for a member that is there, or of another object.</summary>
    public static string? Remedy(string owner, string member)
    {
        if (!Members.TryGetValue(owner, out var members) || members.Contains(member, StringComparer.Ordinal))
        {
            return null;
        }

        var meant = Synonyms.GetValueOrDefault($"{owner}.{member}") ?? (Nearest.Of(member, members) is { } near ? $"{owner}.{near}" : null);
        return meant is null ? $"{owner} has {string.Join(", ", members)}" : $"did you mean {meant}?";
    }
}
