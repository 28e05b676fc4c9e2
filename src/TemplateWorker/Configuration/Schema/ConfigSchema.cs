using TemplateWorker.Api.Access;
using TemplateWorker.Api.Server;
using TemplateWorker.Api.Syntax;
using TemplateWorker.Runs;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Addresses;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Tokens;
using TemplateWorker.Supervision.Timekeeping;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Configuration.Schema;

/// <summary>
/// The schema of <c>config.yaml</c>. The reader, environment overrides and suggestions use it; tests compare the example file
/// and the reference page with it.
/// </summary>
internal static class ConfigSchema
{
    /// <summary>The list of tokens: items of <see cref="TokenKeys"/>.</summary>
    public const string Tokens = "tokens";

    /// <summary>The map of tenants to their own limits: keys of <see cref="LimitKeys"/>.</summary>
    public const string Tenants = "limits.tenants";

    /// <summary>Options that hold every default; what is required is empty.</summary>
    public static RootOptions Blank { get; } = new() { Meta = new MetaOptions { PostgresUrl = new PostgresAddress.Embedded("") } };

    /// <summary>A token before its keys are read; all but <c>tenant</c> are required.</summary>
    public static TokenOptions BlankToken { get; } = new() { Name = string.Empty, Role = TokenRole.Admin, Token = default };

    /// <summary>The limits, as written under <c>limits</c> and under each tenant of <c>limits.tenants</c>.</summary>
    public static IReadOnlyList<ConfigKey<TenantLimits>> LimitKeys { get; } = LimitTable.Keys;

    /// <summary>The keys of one item of <c>tokens</c>.</summary>
    public static IReadOnlyList<ConfigKey<TokenOptions>> TokenKeys { get; } =
    [
        new TypedKey<TokenOptions, string>("name", new UnquotedSyntax<string>(new NameSyntax(64)), o => o.Name, (o, v) => o with { Name = v },
            "What logs call its bearer. Required, unique."),
        new TypedKey<TokenOptions, TokenRole>("role", new UnquotedSyntax<TokenRole>(Choices.TokenRole),
            o => o.Role, (o, v) => o with { Role = v },
            "`admin` may do everything, `operator` read everything; `tenant` may do what belongs to one tenant, `tenant-read` read it. Required."),
        new TypedKey<TokenOptions, TenantId?>("tenant", new UnquotedSyntax<TenantId?>(new TenantSyntax()),
            o => o.Tenant, (o, v) => o with { Tenant = v },
            "The one tenant of a `tenant` or `tenant-read` token; others have none."),
        new TypedKey<TokenOptions, Secret>("token", new SecretSyntax(
                "16 to 512 letters, digits, `-`, `.`, `_`, `~`, `+`, `/`, ending in any number of `=`", TokenForm.Fault),
            o => o.Token, (o, v) => o with { Token = v },
            "The token, best as `file:` or `${VAR}`; `openssl rand -hex 24` makes one. Required, unique."),
    ];

    /// <summary>The sections, in the order of the documentation. <c>tokens</c>, a list, is not among them.</summary>
    public static IReadOnlyList<ConfigSection> Sections { get; } =
    [
        Section("meta", "Where the database is.", o => o.Meta, (o, s) => o with { Meta = s },
        [
            new TypedKey<MetaOptions, PostgresAddress>("postgres_url", new AddressSyntax(),
                o => o.PostgresUrl, (o, v) => o with { PostgresUrl = v },
                "The database: `postgresql://user:password@host:port/database?sslmode=…`, libpq's `host=… user=…`, or `embedded:DIR`, "
                + "a private cluster in that folder (a relative one starts at the folder of the configuration file). Of several hosts, "
                + "`host1:port,host2:port`, the one that takes writes is used. Required."),
            new TypedKey<MetaOptions, PostgresAddress.Server?>("direct_postgres_url",
                new ServerAddressSyntax("an embedded database has no pooler"),
                o => o.DirectPostgresUrl, (o, v) => o with { DirectPostgresUrl = v },
                "The same database without the pooler. Give it when `postgres_url` leads through a pooler in transaction mode, such as "
                + "PgBouncer: migrations and notifications then go here, and through the pooler nothing is prepared or set in a session."),
            new TypedKey<MetaOptions, PostgresAddress.Server?>("migrate_postgres_url",
                new ServerAddressSyntax("its one role owns the tables"),
                o => o.MigratePostgresUrl, (o, v) => o with { MigratePostgresUrl = v },
                "The same database, without a pooler, as the role that owns the tables. Migrations and the monthly partitions use it; the "
                + "role of `postgres_url` then needs no rights to change the schema."),
        ]),
        Section("migrations", "When migrations are applied.", o => o.Migrations, (o, s) => o with { Migrations = s },
        [
            new TypedKey<MigrationOptions, MigrationStart>("on_start", Choices.MigrationStart, o => o.OnStart, (o, v) => o with { OnStart = v },
                "`apply` brings the schema up to date at each start; `check` refuses to start while a migration is pending, for those who "
                + "upgrade by `--worker-type migrate` alone."),
        ]),
        Section("addrs", "What the supervisor listens on, and which connections it takes.", o => o.Addrs, (o, s) => o with { Addrs = s },
            AddrsTable.Keys),
        Section("console", "The pages for people ([console.md](console.md)).", o => o.Console, (o, s) => o with { Console = s },
        [
            new TypedKey<ConsoleOptions, bool>("enabled", new BooleanSyntax(), o => o.Enabled, (o, v) => o with { Enabled = v },
                "Serve the console at `/console` of `addrs.http`. A browser that reaches it by a name other than the loopback ones needs that name in `addrs.hosts`."),
            new TypedKey<ConsoleOptions, TimeSpan>("session_idle", new DurationSyntax(TimeSpan.FromMinutes(1), TimeSpan.FromHours(24)),
                o => o.SessionIdle, (o, v) => o with { SessionIdle = v },
                "Time without a request after which a session ends."),
        ]),
        Section("workers", "The pool of workers, and when a worker is killed or replaced.", o => o.Workers, (o, s) => o with { Workers = s },
            WorkersTable.Keys),
        Section("scripting", "The script engine inside a worker.", o => o.Scripting, (o, s) => o with { Scripting = s }, ScriptingTable.Keys),
        Section("limits", "What a tenant may use.", o => o.Limits.Default,
            (o, s) => o with { Limits = o.Limits with { Default = s } }, LimitKeys),
        Section("history", "What the history records. Attempts at deliveries are always recorded.",
            o => o.History, (o, s) => o with { History = s },
        [
            new TypedKey<HistoryOptions, RecordedCalls>("immediate", Choices.RecordedCalls, o => o.Immediate,
                (o, v) => o with { Immediate = v },
                "Which immediate calls (`wait=true`) are recorded. With `all`, a call that reads and writes nothing costs a commit, too."),
        ]),
        Section("retention", "How long records are kept. Of the history, the logs and the audit log whole months are dropped at once, so rows may stay a month longer.",
            o => o.Retention, (o, s) => o with { Retention = s },
        [
            new TypedKey<RetentionOptions, TimeSpan>("history", Retention, o => o.History, (o, v) => o with { History = v },
                "The history of deliveries and of calls."),
            new TypedKey<RetentionOptions, TimeSpan>("logs", Retention, o => o.Logs, (o, v) => o with { Logs = v },
                "The lines that templates log."),
            new TypedKey<RetentionOptions, TimeSpan>("results", ResultRetention, o => o.Results, (o, v) => o with { Results = v },
                "What handlers returned for stored events, and which actions they sent (`GET …/events/{event}`)."),
            new TypedKey<RetentionOptions, TimeSpan>("dead_actions", ActionRetention, o => o.DeadActions, (o, v) => o with { DeadActions = v },
                "Actions that were given up; replay them before."),
            new TypedKey<RetentionOptions, TimeSpan>("audit", Retention, o => o.Audit, (o, v) => o with { Audit = v },
                "The audit log, and issued tokens that are not valid any more."),
        ]),
        Section("logging", "What is logged, and how.", o => o.Logging, (o, s) => o with { Logging = s },
        [
            new TypedKey<LoggingOptions, Microsoft.Extensions.Logging.LogLevel>("level", Choices.LogLevel, o => o.Level,
                (o, v) => o with { Level = v }, "The lowest level that is written. `--log-level` overrides it."),
            new TypedKey<LoggingOptions, LogFormat>("format", Choices.LogFormat, o => o.Format, (o, v) => o with { Format = v },
                "`text` for people, `json` for machines: one object per line. `--log-format` overrides it."),
        ]),
    ];

    /// <summary>Every key outside lists and maps, by its dotted path.</summary>
    public static IReadOnlyList<ConfigKey<RootOptions>> RootKeys { get; } = [.. Sections.SelectMany(section => section.Keys)];

    /// <summary>The keys that have no default.</summary>
    public static IReadOnlyList<string> Required { get; } = ["meta.postgres_url"];

    /// <summary>The keys that every token has.</summary>
    public static IReadOnlyList<string> RequiredOfToken { get; } = ["name", "role", "token"];

    private static DurationSyntax ResultRetention => new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(8_760));

    private static DurationSyntax ActionRetention => new(TimeSpan.FromHours(1), TimeSpan.FromHours(87_600));

    private static DurationSyntax Retention => new(TimeSpan.FromHours(24), TimeSpan.FromHours(87_600));

    private static ConfigSection Section<TSection>(
        string name, string help, Func<RootOptions, TSection> get, Func<RootOptions, TSection, RootOptions> with,
        IReadOnlyList<ConfigKey<TSection>> keys) =>
        new(name, help, [.. keys.Select(key => key.Lift(name, get, with))]);
}
