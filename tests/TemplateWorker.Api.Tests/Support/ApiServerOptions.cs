using TemplateWorker.Api.Access;
using TemplateWorker.Api.Server;
using TemplateWorker.Storage;
using TemplateWorker.Supervision;
using TemplateWorker.Supervision.Timekeeping;

namespace TemplateWorker.Api.Tests.Support;

/// <summary>The part of the configuration that the server and its pool of workers take.</summary>
internal sealed record ApiServerOptions
{
    public required AddrsOptions Addrs { get; init; }

    public required WorkersOptions Workers { get; init; }

    public required IReadOnlyList<TokenOptions> Tokens { get; init; }

    public LimitOptions Limits { get; init; } = new();

    public RetentionOptions Retention { get; init; } = new();

    public ConsoleOptions ConsoleOptions { get; init; } = new();

    /// <summary>Null for a server without a console.</summary>
    public ConsoleFactory? Console { get; init; }

    /// <summary>The clock of the HTTP server alone.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
