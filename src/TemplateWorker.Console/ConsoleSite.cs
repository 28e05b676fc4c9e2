using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Server;
using TemplateWorker.Console.DeadLetters;
using TemplateWorker.Console.Figures;
using TemplateWorker.Console.Login;
using TemplateWorker.Console.Operating;
using TemplateWorker.Console.Overview;
using TemplateWorker.Console.Serving;
using TemplateWorker.Console.Sessions;
using TemplateWorker.Console.Tenants;

namespace TemplateWorker.Console;

/// <summary>All pages, and what they are made of. Safe for concurrent use.</summary>
internal sealed class ConsoleSite
{
    private readonly ConsolePipeline _pipeline;

    public ConsoleSite(HttpServerParts parts, ConsoleGround ground)
    {
        var sessions = new SessionTable(ground.Access, parts.ConsoleOptions.SessionIdle, parts.Time);
        var login = new LoginForm();
        Routes =
        [
            .. new LoginPages(sessions, login).Routes,
            .. new OverviewPages(new FigureHistory(ground.ReadMetrics, parts.Time), parts.Pool, parts.Leases, parts.Time).Routes,
            .. new TenantListPages(parts.Usage).Routes,
            .. new TenantPages(parts).Routes,
            .. new RecordPages(parts.History, parts.Logs, parts.Keys).Routes,
            .. new DeadLetterPages(parts.Deliveries, ground.Deliveries).Routes,
            .. new WorkerPages(parts.Pool, parts.Loops, parts.Time).Routes,
            .. new OperatePages(parts.Migrator).Routes,
        ];
        _pipeline = new ConsolePipeline(
            new PageTable(Routes),
            new PageGuard(sessions, login),
            new ReplySender(new PageRenderer(parts.Loggers)),
            ground.Storage,
            parts.Loggers.CreateLogger<ConsolePipeline>());
    }

    /// <summary>All pages that there are.</summary>
    public IReadOnlyList<PageRoute> Routes { get; }

    /// <summary>A <see cref="ConsoleFactory"/>.</summary>
    public static RequestDelegate Create(HttpServerParts parts, ConsoleGround ground) => new ConsoleSite(parts, ground).ServeAsync;

    public Task ServeAsync(HttpContext context) => _pipeline.ServeAsync(context);
}
