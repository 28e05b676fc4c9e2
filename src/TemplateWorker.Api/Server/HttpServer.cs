using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Actions;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Deliveries;
using TemplateWorker.Api.Events;
using TemplateWorker.Api.Gate;
using TemplateWorker.Api.History;
using TemplateWorker.Api.Keys;
using TemplateWorker.Api.OpenApi;
using TemplateWorker.Api.Routing;
using TemplateWorker.Api.Schedules;
using TemplateWorker.Api.Templates;
using TemplateWorker.Api.Tenants;
using TemplateWorker.Api.Workers;

namespace TemplateWorker.Api.Server;

/// <summary>
/// The HTTP API. Started once and stopped once; stopping or disposing it again is harmless.
/// </summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly HttpServerParts _parts;
    private readonly DatabaseProbe _database;
    private readonly StorageTrouble _trouble;
    private readonly WebApplication _app;

    public HttpServer(HttpServerParts parts)
    {
        _parts = parts;
        _trouble = new StorageTrouble(parts.Time, parts.Loggers.CreateLogger<StorageTrouble>());
        _database = new DatabaseProbe(parts.Migrator, parts.Writes, _trouble, parts.Time, parts.Loggers.CreateLogger<DatabaseProbe>());
        _app = HttpHost.Build(parts);
        Routes = CreateRoutes(parts);
        var access = new AccessCheck(new TokenTable(parts.Tokens));
        HttpHost.Map(
            _app, new RequestGate(access, new HostNames(parts.Addrs.Hosts), ApiPaths.Live, ApiPaths.Ready), CreatePipeline(parts, access, _trouble), Routes);
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
            return _app.Urls.ToArray() switch
            {
                [var http] => new ListeningAddresses(http, null),
                [var http, var health] => new ListeningAddresses(http, health),
                var urls => throw new InvalidOperationException($"The server listens on {urls.Length} addresses."),
            };
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

    /// <summary>The address that an exception is about, with its setting; both where it does not tell.</summary>
    private string Named(Exception exception)
    {
        var (http, health) = ($"{_parts.Addrs.Http} (addrs.http)", $"{_parts.Addrs.Health} (addrs.health)");
        return _parts.Addrs.Health is not { } address || exception.Message.Contains($"{_parts.Addrs.Http}", StringComparison.Ordinal) ? http
            : exception.Message.Contains($"{address}", StringComparison.Ordinal) ? health
            : $"{http} or {health}";
    }

    private static ApiPipeline CreatePipeline(HttpServerParts parts, AccessCheck access, StorageTrouble trouble) => new(
        access,
        trouble,
        BodyBudgets.For(HttpHost.LargestSingleBody(parts.Limits)),
        parts.Loggers.CreateLogger<ApiPipeline>());

    private IReadOnlyList<ApiRoute> CreateRoutes(HttpServerParts parts)
    {
        var (pool, limits, loggers) = (parts.Pool, parts.Limits, parts.Loggers);
        var checks = new NewEvents(limits, parts.Time);
        var bulk = new BulkEndpoint(parts.Acceptor, checks);
        return
        [
            .. EventRoutes.Of(
                new EventsEndpoint(pool, new AcceptEndpoint(parts.Acceptor, checks), bulk, limits, _trouble, loggers.CreateLogger<EventsEndpoint>()),
                bulk,
                new IdempotencyKeysEndpoint(parts.Idempotency, loggers.CreateLogger<IdempotencyKeysEndpoint>())),
            .. DeliveryRoutes.Of(
                new DeliveriesEndpoint(parts.Deliveries, limits, loggers.CreateLogger<DeliveriesEndpoint>()),
                new LanesEndpoint(parts.Lanes, loggers.CreateLogger<LanesEndpoint>())),
            .. ActionApi.Of(
                new ActionsEndpoint(parts.Actions, loggers.CreateLogger<ActionsEndpoint>()),
                new PullEndpoint(parts.Pull, parts.Time),
                new RoutesEndpoint(parts.ActionRoutes, loggers.CreateLogger<RoutesEndpoint>())),
            .. HistoryRoutes.Of(new HistoryEndpoint(parts.History), new LogsEndpoint(parts.Logs)),
            .. ScheduleRoutes.Of(new SchedulesEndpoint(parts.Schedules, limits, loggers.CreateLogger<SchedulesEndpoint>())),
            .. TemplateRoutes.Of(new TemplatesEndpoint(pool, parts.Templates, limits, loggers.CreateLogger<TemplatesEndpoint>())),
            .. PolicyRoutes.Of(new PolicyEndpoint(parts.Policies, pool, loggers.CreateLogger<PolicyEndpoint>())),
            .. KeyRoutes.Of(new KeysEndpoint(parts.Keys, limits)),
            .. StateRoutes.Of(new StateEndpoint(parts.States, pool, limits, loggers.CreateLogger<StateEndpoint>())),
            .. WorkerRoutes.Of(new WorkersEndpoint(pool, parts.Loops, loggers.CreateLogger<WorkersEndpoint>()), new HealthEndpoint(pool, _database)),
            DocumentRoutes.Of(
                new DocumentEndpoint(() => _app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(HttpHost.DocumentName))),
        ];
    }
}
