using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Server;
using TemplateWorker.Api.Tenants;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Actions.Pulling;
using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Changes;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.History;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Leases;
using TemplateWorker.Storage.Logs;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Results;
using TemplateWorker.Storage.Schedules;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.TenantState;
using TemplateWorker.Storage.Tenants;
using TemplateWorker.Storage.Tokens;
using TemplateWorker.Storage.Usage;
using TemplateWorker.Supervision;
using TemplateWorker.Supervision.Accepting;
using TemplateWorker.Supervision.Deaths;
using TemplateWorker.Supervision.Health;
using TemplateWorker.Supervision.Launching;
using TemplateWorker.Supervision.Links;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Pool;
using TemplateWorker.TestKit.Databases;
using TemplateWorker.TestKit.Logging;

namespace TemplateWorker.Api.Tests.Support;

/// <summary>The HTTP server on a port of its own, with a database of its own and workers that do what the test says.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    public const string AdminToken = "admin-token-of-a-test";
    public const string TenantToken = "tenant-token-of-a-test";

    /// <summary>The tenant of <see cref="TenantToken"/>.</summary>
    public static readonly TenantId Tenant = new("guild", "1");

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly WorkerArrivals _arrivals;
    private readonly WorkerPool _pool;
    private readonly SlotWaker _waker;
    private readonly EventAcceptor _acceptor;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _waiting;
    private readonly MeterProvider _metrics = Sdk.CreateMeterProviderBuilder().AddMeter("System.Runtime", AcceptMeter.Name).AddPrometheusExporter().Build();

    private ApiServer(TestDatabase database, ApiServerOptions options)
    {
        Database = database;
        Suspended = new SuspendedTenants(new SuspensionStore(database.Database), Time);
        Issued = new IssuedTokens(new TokenStore(database.Database), Time);
        _arrivals = new WorkerArrivals(
            IpcListener.Open(Path.GetTempPath()),
            new SupervisorHandshake(BuildId.Of(typeof(FakeWorker).Assembly), FakeWorkers.Link, TimeProvider.System),
            (_, _) => new Welcome(TimeSpan.FromMinutes(1), default),
            TimeProvider.System,
            Loggers.CreateLogger<WorkerArrivals>());
        var settled = new SettledDeliveries();
        _pool = new WorkerPool(new SupervisionParts
        {
            Settled = settled,
            Workers = options.Workers,
            Health = new HealthPolicy(options.Workers, options.Limits),
            SilentKills = new KillSpacing(options.Workers.HeartbeatInterval, TimeProvider.System),
            Launcher = Workers,
            Arrivals = _arrivals,
            InFlightThreads = 0,
            WorkerDied = (_, _) => Task.CompletedTask,
            Measured = (_, _, _) => { },
            Resting = Resting,
            Loggers = Loggers,
            Time = TimeProvider.System,
            GiveUp = CancellationToken.None,
        });
        _waker = new SlotWaker(new WakeStore(database.Database), TimeProvider.System, Loggers.CreateLogger<SlotWaker>());
        var rates = new EventRates(options.Limits, TimeProvider.System, Loggers.CreateLogger<EventRates>());
        _acceptor = new EventAcceptor(new EventStore(database.Database), new DeliveryHandover(_pool, _waker), options.Limits, rates, TimeProvider.System);
        Waits = new EventWaits(new EventResultStore(database.Database), settled, _pool.Holds, TimeProvider.System, _stopping.Token);
        _waiting = Waits.RunAsync(new LoopPulse(TimeProvider.System), _stopping.Token);
        Server = new HttpServer(new HttpServerParts
        {
            Addrs = options.Addrs,
            Tokens = options.Tokens,
            Issued = Issued,
            Suspended = Suspended,
            Audited = new AuditedStores(database.Database),
            Limits = options.Limits,
            Pool = _pool,
            Loops = Loops,
            Acceptor = _acceptor,
            Waits = Waits,
            Deliveries = new DeliveryStore(database.Database),
            Results = new EventResultStore(database.Database),
            Retention = options.Retention,
            Actions = new ActionOperations(database.Database),
            Pull = new PullStore(database.Database),
            ActionRoutes = new RouteStore(database.Database),
            Lanes = new LaneStore(database.Database),
            Leases = new LeaseStore(database.Database),
            Policies = new PolicyStore(database.Database),
            Schedules = new ScheduleStore(database.Database),
            History = new HistoryStore(database.Database),
            Logs = new LogStore(database.Database),
            Keys = new KeyValueStore(database.Database),
            Usage = new UsageStore(database.Database),
            States = new TenantStateStore(database.Database),
            Templates = new TemplateStore(database.Database),
            Writes = new WriteCheck(database.Database),
            Migrator = new Migrator(database.Database, TimeProvider.System),
            ConsoleOptions = options.ConsoleOptions,
            Console = options.Console,
            Metrics = _metrics,
            Loggers = Loggers,
            Time = options.Time,
        });
    }

    public TestDatabase Database { get; }

    public FakeWorkers Workers { get; } = new();

    /// <summary>Keeps the loops of the test, if any.</summary>
    public LoopKeeper Loops { get; } = new(TimeProvider.System, NullLogger<LoopKeeper>.Instance);

    public RestingTenants Resting { get; } = new(TimeProvider.System);

    public CollectingLoggers Loggers { get; } = new();

    public HttpServer Server { get; }

    public EventWaits Waits { get; }

    /// <summary>The tokens of the database that the server knows.</summary>
    public IssuedTokens Issued { get; }

    /// <summary>The suspended tenants that the server knows.</summary>
    public SuspendedTenants Suspended { get; }

    /// <summary>The clock by which suspensions end and tokens expire.</summary>
    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    /// <summary>Without a token of its own.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>The address for health checks; null when they have none of their own.</summary>
    public Uri? Health { get; private set; }

    /// <summary>The address for metrics; null when they have none of their own.</summary>
    public Uri? Metrics { get; private set; }

    /// <summary>Starts a server whose one worker is ready.</summary>
    public static async Task<ApiServer> StartAsync(Func<ApiServerOptions, ApiServerOptions>? configure = null)
    {
        var server = await StartWithoutWorkersAsync(configure);
        await server._pool.AssignAsync([.. Enumerable.Range(0, TenantId.SlotCount).Select(slot => new SlotAssignment(slot, 1))]);
        server._pool.Start();
        while (!server._pool.IsReady)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        return server;
    }

    /// <summary>Starts a server whose workers are not started yet.</summary>
    public static async Task<ApiServer> StartWithoutWorkersAsync(Func<ApiServerOptions, ApiServerOptions>? configure = null)
    {
        var options = new ApiServerOptions
        {
            Addrs = new AddrsOptions { Http = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0) },
            Workers = new WorkersOptions { Count = 1, HeartbeatTimeout = TimeSpan.FromMinutes(5), DrainTimeout = TimeSpan.FromSeconds(10) },
            Tokens =
            [
                new TokenOptions { Name = "root", Role = TokenRole.Admin, Token = new Secret(AdminToken) },
                new TokenOptions { Name = "one", Role = TokenRole.Tenant, Tenant = Tenant, Token = new Secret(TenantToken) },
            ],
        };
        var server = new ApiServer(await TestDatabase.CreateAsync(), configure?.Invoke(options) ?? options);
        var addresses = await server.Server.StartAsync(CancellationToken.None);
        server.Client = new HttpClient { BaseAddress = new Uri(addresses.Http), Timeout = Limit };
        server.Health = addresses.Health is null ? null : new Uri(addresses.Health);
        server.Metrics = addresses.Metrics is null ? null : new Uri(addresses.Metrics);
        return server;
    }

    /// <summary>Issues a token that the server knows of; the test sends it.</summary>
    public async Task<string> IssueAsync(TokenRole role, TenantId? tenant = null)
    {
        var outcome = await new TokenStore(Database.Database).CreateAsync(
            new Actor("command line 'test'", "here"), new TokenDraft(role.Word(), role, tenant, null), CancellationToken.None);
        var issued = outcome.ShouldBeOfType<TokenOutcome.Done>().Issued;
        await Issued.ReadAsync([issued.Token.Prefix], CancellationToken.None);
        return issued.Text.Reveal();
    }

    /// <summary>Ends what lasts, as a supervisor does that stops.</summary>
    public Task BeginStopAsync() => _stopping.CancelAsync();

    /// <summary>Ends the workers as a supervisor does that stops; the server still answers.</summary>
    public Task StopWorkersAsync() => _pool.StopAsync();

    /// <summary>Sends a request as an admin.</summary>
    public Task<ApiAnswer> SendAsync(string method, string path, string? json = null, params (string Name, string Value)[] headers) =>
        SendAsync(AdminToken, method, path, json, headers);

    /// <summary>Sends a request.</summary>
    /// <param name="token">Null for none.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The target, sent as it is.</param>
    /// <param name="json">The body, as application/json; null for none.</param>
    /// <param name="headers">Further headers.</param>
    public async Task<ApiAnswer> SendAsync(
        string? token, string method, string path, string? json, (string Name, string Value)[] headers)
    {
        var target = new Uri(Client.BaseAddress!.ToString().TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request);
        return await ApiAnswer.OfAsync(response);
    }

    /// <summary>Gets an answer as an admin as soon as its headers are there; the test reads the body and disposes it.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminToken);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public Task<ApiAnswer> SendAsTenantAsync(string method, string path, string? json = null) =>
        SendAsync(TenantToken, method, path, json, []);

    /// <summary>A template <c>a</c> of <see cref="Tenant"/> subscribes to <c>message</c>.</summary>
    public Task SubscribeAsync() => Database.ExecuteAsync("""
        with made as (
            insert into templates (owner_type, owner_id, name, active_version, last_version) values ('guild', '1', 'a', 1, 1)
        )
        insert into template_versions (owner_type, owner_id, name, version, files, settings, subscriptions, checksum)
        values ('guild', '1', 'a', 1, '{"index.js": ""}', '{}', '{message}', decode(repeat('00', 32), 'hex'))
        """);

    /// <summary>Posts a JSON body as an admin without saying how long it is.</summary>
    public async Task<ApiAnswer> SendChunkedAsync(string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminToken);
        using var response = await Client.SendAsync(request);
        return await ApiAnswer.OfAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        await _stopping.CancelAsync();
        await _waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _metrics.Dispose();
        await _acceptor.DisposeAsync();
        await _waker.DisposeAsync();
        await _pool.DisposeAsync();
        await _arrivals.DisposeAsync();
        await Database.DisposeAsync();
    }
}
