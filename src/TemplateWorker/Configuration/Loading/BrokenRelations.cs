using System.Net;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Server;
using TemplateWorker.Api.Syntax;
using TemplateWorker.Configuration.Schema;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Addresses;
using TemplateWorker.Storage.Tokens;
using TemplateWorker.Supervision;

namespace TemplateWorker.Configuration.Loading;

/// <summary>Finds settings that contradict each other.</summary>
internal static class BrokenRelations
{
    // The results of all templates of a tenant come back from the worker in one frame of 32 MiB, errors and stacks beside them.
    private const long MostResultsBytes = 16L << 20;

    /// <summary>Contradictions outside lists and maps.</summary>
    public static IEnumerable<Relation> Of(RootOptions options)
    {
        var workers = options.Workers;
        var scripting = options.Scripting;
        if (workers.HeartbeatTimeout <= workers.HeartbeatInterval)
        {
            yield return new Relation(
                $"workers.heartbeat_timeout ({Show(workers.HeartbeatTimeout)}) must be longer than "
                + $"workers.heartbeat_interval ({Show(workers.HeartbeatInterval)})",
                "workers.heartbeat_timeout", "workers.heartbeat_interval");
        }

        if (options.Meta is { DirectPostgresUrl: not null, PostgresUrl: PostgresAddress.Embedded })
        {
            yield return new Relation(
                "meta.direct_postgres_url is for a meta.postgres_url that leads through a pooler, not for an embedded database",
                "meta.direct_postgres_url", "meta.postgres_url");
        }

        if (options.Meta is { MigratePostgresUrl: not null, PostgresUrl: PostgresAddress.Embedded })
        {
            yield return new Relation(
                "meta.migrate_postgres_url is for a server with a role that owns the tables, not for an embedded database, whose one role does",
                "meta.migrate_postgres_url", "meta.postgres_url");
        }

        if (scripting.CacheBytes >= workers.MemoryBytes)
        {
            yield return new Relation(
                $"scripting.cache ({SizeSyntax.Show(scripting.CacheBytes)}) must be less than workers.memory ({SizeSyntax.Show(workers.MemoryBytes)})",
                "scripting.cache", "workers.memory");
        }

        if (scripting is { Jit: true, Engine: ScriptEngineKind.Jint })
        {
            yield return new Relation(
                "scripting.jit must be false with scripting.engine jint, which has no compiler", "scripting.jit", "scripting.engine");
        }

        foreach (var relation in Of(options.Addrs, options.Tokens.Count))
        {
            yield return relation;
        }

        foreach (var relation in Of(options.Limits.Default, workers, "limits."))
        {
            yield return relation;
        }
    }

    /// <summary>Contradictions within one set of limits.</summary>
    /// <param name="limits">The effective limits, defaults included.</param>
    /// <param name="workers">The options that bound the limits.</param>
    /// <param name="prefix">Prefix of the limits' names in messages.</param>
    public static IEnumerable<Relation> Of(TenantLimits limits, WorkersOptions workers, string prefix)
    {
        if (limits.CpuTime > limits.WallTime)
        {
            yield return new Relation(
                $"{prefix}cpu_time ({Show(limits.CpuTime)}) must be at most {prefix}wall_time ({Show(limits.WallTime)})",
                $"{prefix}cpu_time", $"{prefix}wall_time");
        }

        if (limits.HeapBytes >= workers.MemoryBytes)
        {
            yield return new Relation(
                $"{prefix}heap ({SizeSyntax.Show(limits.HeapBytes)}) must be less than workers.memory ({SizeSyntax.Show(workers.MemoryBytes)})",
                $"{prefix}heap", "workers.memory");
        }

        var results = (long)limits.Templates * limits.ResultBytes;
        if (results > MostResultsBytes)
        {
            yield return new Relation(
                $"{prefix}templates ({limits.Templates}) times {prefix}result ({SizeSyntax.Show(limits.ResultBytes)}) must be at most "
                + $"{SizeSyntax.Show(MostResultsBytes)}, was {SizeSyntax.Show(results)}: one event's results come back together",
                $"{prefix}templates", $"{prefix}result");
        }

        foreach (var (key, bytes) in new[] { ("value", limits.ValueBytes), ("event_payload", limits.EventPayloadBytes) })
        {
            if (bytes > limits.WritesBytes)
            {
                yield return new Relation(
                    $"{prefix}{key} ({SizeSyntax.Show(bytes)}) must be at most {prefix}writes ({SizeSyntax.Show(limits.WritesBytes)}), which is what one run may write in all",
                    $"{prefix}{key}", $"{prefix}writes");
            }
        }

        if (limits.ActionPayloadBytes > limits.WaitingActionBytes)
        {
            yield return new Relation(
                $"{prefix}action_payload ({SizeSyntax.Show(limits.ActionPayloadBytes)}) must be at most {prefix}waiting_action_bytes "
                + $"({SizeSyntax.Show(limits.WaitingActionBytes)}): one action must have room",
                $"{prefix}action_payload", $"{prefix}waiting_action_bytes");
        }

        if (limits.Queue > workers.Queue)
        {
            yield return new Relation(
                $"{prefix}queue ({limits.Queue}) must be at most workers.queue ({workers.Queue})", $"{prefix}queue", "workers.queue");
        }
    }

    /// <summary>Contradictions within the tokens.</summary>
    public static IEnumerable<Relation> Of(IReadOnlyList<TokenOptions> tokens)
    {
        foreach (var (index, token) in tokens.Index())
        {
            var path = $"{ConfigSchema.Tokens}[{index}]";
            if (token.Role.HasTenant() && token.Tenant is null)
            {
                yield return new Relation($"{path}.tenant is missing: a token of role {token.Role.Word()} belongs to one tenant", $"{path}.role", $"{path}.tenant");
            }

            if (!token.Role.HasTenant() && token.Tenant is not null)
            {
                yield return new Relation(
                    $"{path}.tenant must be omitted: a token of role {token.Role.Word()} applies to every tenant", $"{path}.tenant", $"{path}.role");
            }

            foreach (var (earlier, other) in tokens.Take(index).Index())
            {
                var otherPath = $"{ConfigSchema.Tokens}[{earlier}]";
                if (other.Name == token.Name)
                {
                    yield return new Relation($"{path}.name '{token.Name}' is already used by {otherPath}", $"{path}.name", $"{otherPath}.name");
                }

                if (other.Token == token.Token)
                {
                    yield return new Relation($"{path}.token is already used by {otherPath}", $"{path}.token", $"{otherPath}.token");
                }
            }
        }
    }

    private static IEnumerable<Relation> Of(AddrsOptions addrs, int tokens)
    {
        if (tokens == 0 && !IsLoopback(addrs.Http.Address))
        {
            yield return new Relation(
                $"addrs.http is {addrs.Http}, which other machines can reach, but there is no token: add one to tokens, or listen on 127.0.0.1",
                "addrs.http", ConfigSchema.Tokens);
        }

        if (addrs.Open && tokens > 0)
        {
            yield return new Relation("addrs.open must be false, since there are tokens, which it would make useless", "addrs.open", ConfigSchema.Tokens);
        }

        (string Name, IPEndPoint? Address)[] listeners = [("addrs.http", addrs.Http), ("addrs.health", addrs.Health), ("addrs.metrics", addrs.Metrics)];
        foreach (var (first, second) in listeners.SelectMany((one, i) => listeners[..i].Select(earlier => (earlier, one))))
        {
            if (first.Address is { Port: not 0 } taken && second.Address?.Port == taken.Port && Overlap(taken.Address, second.Address.Address))
            {
                yield return new Relation($"{second.Name} ({second.Address}) must have another port than {first.Name} ({taken})", second.Name, first.Name);
            }
        }

        foreach (var (name, most) in ((string, int)[])[("per_address", addrs.Connections.PerAddress), ("per_token", addrs.Connections.PerToken)])
        {
            if (most > addrs.Connections.All)
            {
                yield return new Relation(
                    $"addrs.connections_{name} ({most}) must be at most addrs.connections ({addrs.Connections.All})", $"addrs.connections_{name}", "addrs.connections");
            }
        }
    }

    private static bool Overlap(IPAddress one, IPAddress other) => one.Equals(other) || IsAny(one) || IsAny(other);

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static bool IsLoopback(IPAddress address) =>
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static string Show(TimeSpan value) => DurationSyntax.Show(value);
}
