using TemplateWorker.Api.Access;
using TemplateWorker.Api.Server;
using TemplateWorker.JavaScript;
using TemplateWorker.Runs;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Addresses;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Supervision;
using TemplateWorker.Supervision.Timekeeping;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Configuration.Schema;

/// <summary>
/// All of <c>config.yaml</c> with environment and flags applied: complete, valid, and immutable. The defaults stand here,
/// as the initial values of the properties; keys, forms and bounds stand in <see cref="Schema.ConfigSchema"/>.
/// </summary>
internal sealed record RootOptions
{
    /// <summary>Where the database is (<c>meta</c>).</summary>
    public required MetaOptions Meta { get; init; }

    /// <summary>When migrations are applied (<c>migrations</c>).</summary>
    public MigrationOptions Migrations { get; init; } = new();

    /// <summary>What the supervisor listens on, and which connections it takes (<c>addrs</c>).</summary>
    public AddrsOptions Addrs { get; init; } = new();

    /// <summary>The pages for people (<c>console</c>).</summary>
    public ConsoleOptions Console { get; init; } = new();

    /// <summary>The pool of workers (<c>workers</c>).</summary>
    public WorkersOptions Workers { get; init; } = new();

    /// <summary>The script engine inside a worker (<c>scripting</c>).</summary>
    public ScriptingOptions Scripting { get; init; } = new();

    /// <summary>What a tenant may use (<c>limits</c>).</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>What the history records (<c>history</c>).</summary>
    public HistoryOptions History { get; init; } = new();

    /// <summary>How long records are kept (<c>retention</c>).</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>What is logged, and how (<c>logging</c>).</summary>
    public LoggingOptions Logging { get; init; } = new();

    /// <summary>
    /// Who may call the HTTP API (<c>tokens</c>). Names and tokens are unique. Empty by default, which is allowed on a loopback address only: the
    /// supervisor then makes a token of its own, unless <see cref="AddrsOptions.Open"/> is set.
    /// </summary>
    public IReadOnlyList<TokenOptions> Tokens { get; init; } = [];
}
