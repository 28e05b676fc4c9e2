using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Actions;
using TemplateWorker.Api.Audit;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Deliveries;
using TemplateWorker.Api.Events;
using TemplateWorker.Api.Gate;
using TemplateWorker.Api.History;
using TemplateWorker.Api.Keys;
using TemplateWorker.Api.OpenApi;
using TemplateWorker.Api.Routing;
using TemplateWorker.Api.Schedules;
using TemplateWorker.Api.Streams;
using TemplateWorker.Api.Templates;
using TemplateWorker.Api.Tenants;
using TemplateWorker.Api.Tokens;
using TemplateWorker.Api.Workers;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Api.Server;

/// <summary>
/// The HTTP API. Started once and stopped once; stopping or disposing it again is harmless.
/// </summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly HttpServerParts _parts;
    private readonly DatabaseProbe _database;
    private readonly StorageTrouble _trouble;
    private readonly DeliveryChanges _changes;
    private readonly WebApplication _app;

    public HttpServer(HttpServerParts parts)
    {
        _parts = parts;
        _trouble = new StorageTrouble(parts.Time, parts.Loggers.CreateLogger<StorageTrouble>());
        _database = new DatabaseProbe(parts.Migrator, parts.Writes, _trouble, parts.Time, parts.Loggers.CreateLogger<DatabaseProbe>());
        _app = HttpHost.Build(parts);
        _changes = new DeliveryChanges(parts.Audited.Deliveries, parts.Limits, parts.Loggers.CreateLogger<DeliveryChanges>());
        Routes = CreateRoutes(parts);
        var access = new AccessCheck(new TokenTable(parts.Tokens), parts.Issued);
        var pipeline = CreatePipeline(parts, access, _trouble);
        var gate = new RequestGate(access, new HostNames(parts.Addrs.Hosts), ApiPaths.Live, ApiPaths.Ready);
        var metrics = new MetricsScrape(_app, parts.Metrics, access, pipeline);
        var console = parts.Console?.Invoke(parts, new ConsoleGround
        {
            Access = access,
            Deliveries = _changes,
            Storage = _trouble,
            ReadMetrics = metrics.ReadAsync,
        });
        HttpHost.Map(_app, gate, metrics, console, pipeline, Routes);
    }

    /// <summary>All routes that there are.</summary>
    public IReadOnlyList<ApiRoute> Routes { get; }

    /// <summary>Listens.</summary>
    /// <exception cref="HttpStartException">An address cannot be listened on.</exception>
    public async Task<ListeningAddresses> StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _app.StartAsync(cancellationToken);
            // In the order in which the addresses were named.
            var urls = new Queue<string>(_app.Urls);
            return new ListeningAddresses(urls.Dequeue(), UrlOf(_parts.Addrs.Health), UrlOf(_parts.Addrs.Metrics));

            string? UrlOf(IPEndPoint? address) => address is null ? null : urls.Dequeue();
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new HttpStartException($"Cannot listen on {Named(exception)}: {(exception.InnerException ?? exception).Message}", exception);
        }
    }

    /// <summary>Stops accepting connections and waits for running requests.</summary>
    /// <param name="giveUp">Cancels unfinished requests.</param>
    public Task StopAsync(CancellationToken giveUp) => _app.StopAsync(giveUp);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>The address that an exception is about, with its setting; all of them where it does not tell.</summary>
    private string Named(Exception exception)
    {
        (IPEndPoint? Address, string Setting)[] settings =
            [(_parts.Addrs.Http, "addrs.http"), (_parts.Addrs.Health, "addrs.health"), (_parts.Addrs.Metrics, "addrs.metrics")];
        var all = settings.Where(setting => setting.Address is not null).ToArray();
        var named = all.Where(setting => exception.Message.Contains($"{setting.Address}", StringComparison.Ordinal)).Take(1).ToArray();
        return string.Join(" or ", (named.Length > 0 ? named : all).Select(setting => $"{setting.Address} ({setting.Setting})"));
    }

    private static ApiPipeline CreatePipeline(HttpServerParts parts, AccessCheck access, StorageTrouble trouble) => new(
        access,
        trouble,
        BodyBudgets.For(HttpHost.LargestSingleBody(parts.Limits)),
        parts.Loggers.CreateLogger<ApiPipeline>());

    private IReadOnlyList<ApiRoute> CreateRoutes(HttpServerParts parts)
    {
        var (pool, limits, audited, loggers) = (parts.Pool, parts.Limits, parts.Audited, parts.Loggers);
        var checks = new NewEvents(limits, parts.Suspended, parts.Time);
        var bulk = new BulkEndpoint(parts.Acceptor, checks);
        return
        [
            .. EventRoutes.Of(
                new EventsEndpoint(pool, new AcceptEndpoint(parts.Acceptor, parts.Waits, checks, parts.Retention.Results, parts.Time), bulk, limits, parts.Suspended, _trouble, loggers.CreateLogger<EventsEndpoint>()),
                bulk,
                new EventStatusEndpoint(parts.Results, parts.Retention.Results, parts.Time),
                new IdempotencyKeysEndpoint(audited.IdempotencyKeys, loggers.CreateLogger<IdempotencyKeysEndpoint>())),
            .. DeliveryRoutes.Of(
                new DeliveriesEndpoint(parts.Deliveries, _changes, limits),
                new LanesEndpoint(parts.Lanes, audited.Lanes, loggers.CreateLogger<LanesEndpoint>())),
            .. ActionApi.Of(
                new ActionsEndpoint(parts.Actions, audited.Actions, loggers.CreateLogger<ActionsEndpoint>()),
                new PullEndpoint(parts.Pull, parts.Time),
                new RoutesEndpoint(parts.ActionRoutes, audited.Routes, loggers.CreateLogger<RoutesEndpoint>())),
            .. StreamRoutes.Of(
                new ActionStreamEndpoint(parts.Actions, parts.Time, loggers.CreateLogger<ActionStreamEndpoint>(), parts.Waits.Stopping)),
            .. HistoryRoutes.Of(new HistoryEndpoint(parts.History), new LogsEndpoint(parts.Logs)),
            .. ScheduleRoutes.Of(new SchedulesEndpoint(parts.Schedules, audited.Schedules, limits, loggers.CreateLogger<SchedulesEndpoint>())),
            .. TemplateRoutes.Of(new TemplatesEndpoint(pool, parts.Templates, audited.Templates, limits, loggers.CreateLogger<TemplatesEndpoint>())),
            .. PolicyRoutes.Of(new PolicyEndpoint(parts.Policies, audited.Policies, pool, loggers.CreateLogger<PolicyEndpoint>())),
            .. KeyRoutes.Of(new KeysEndpoint(parts.Keys, limits, new QuotaWarnings(parts.Time, loggers.CreateLogger<QuotaWarnings>()))),
            .. StateRoutes.Of(new StateEndpoint(parts.States, audited.Bans, pool, limits, loggers.CreateLogger<StateEndpoint>()), new UsageEndpoint(parts.Usage, limits)),
            .. SuspensionRoutes.Of(
                new SuspensionEndpoint(audited.Suspensions, parts.Suspended, pool, parts.Time, loggers.CreateLogger<SuspensionEndpoint>())),
            .. TokenRoutes.Of(new TokensEndpoint(audited.Tokens, parts.Issued, parts.Time, loggers.CreateLogger<TokensEndpoint>())),
            AuditRoutes.Of(new AuditEndpoint(audited.Log)),
            .. WorkerRoutes.Of(new WorkersEndpoint(pool, parts.Loops, audited.Log, loggers.CreateLogger<WorkersEndpoint>()), new HealthEndpoint(pool, _database)),
            DocumentRoutes.Of(
                new DocumentEndpoint(() => _app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(HttpHost.DocumentName))),
        ];
    }
}
