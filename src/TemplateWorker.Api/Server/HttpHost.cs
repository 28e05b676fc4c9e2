using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Actions;
using TemplateWorker.Api.Audit;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Connections;
using TemplateWorker.Api.Deliveries;
using TemplateWorker.Api.Events;
using TemplateWorker.Api.Gate;
using TemplateWorker.Api.History;
using TemplateWorker.Api.Keys;
using TemplateWorker.Api.OpenApi;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;
using TemplateWorker.Api.Schedules;
using TemplateWorker.Api.Templates;
using TemplateWorker.Api.Tenants;
using TemplateWorker.Api.Tokens;
using TemplateWorker.Api.Workers;
using TemplateWorker.Storage;

namespace TemplateWorker.Api.Server;

/// <summary>Sets up Kestrel and routing, with nothing in it that is not used: no files, no environment, no request logging.</summary>
internal static class HttpHost
{
    /// <summary>The name of the OpenAPI document.</summary>
    public const string DocumentName = "v1";

    /// <summary>Of the address for health checks.</summary>
    private const int MaxHealthConnections = 100;

    /// <summary>Of the address for metrics.</summary>
    private const int MaxMetricsConnections = 20;

    /// <summary>A key, and as many scopes as there can be, each character percent-encoded.</summary>
    private const int MaxRequestLineBytes = 32 << 10;

    private const int MaxHeaderBytes = 16 << 10;
    private const int MaxHeaders = 64;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    private static readonly IJsonTypeInfoResolver Contract = JsonTypeInfoResolver.Combine(
        EventsJson.Default, DeliveriesJson.Default, ActionsJson.Default, HistoryJson.Default, SchedulesJson.Default, TemplatesJson.Default, KeysJson.Default,
        TenantsJson.Default, TokensJson.Default, AuditJson.Default, WorkersJson.Default, ProblemsJson.Default);

    public static WebApplication Build(HttpServerParts parts)
    {
        // Empty, because the defaults read files and variables, which only the configuration may do.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, parts));
        builder.Services
            .AddRoutingCore()
            .AddSingleton<ILoggerFactory>(new QuietLoggers(parts.Loggers))
            .AddSingleton<IHostLifetime>(new ForeignLifetime())
            // Nothing here ever blocks, so a request needs no thread of its own beside the one that read it: measured under
            // load, that hop was a quarter of the CPU time of an event in this process.
            .Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true)
            .Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan)
            .ConfigureHttpJsonOptions(json =>
            {
                json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
                json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
                json.SerializerOptions.TypeInfoResolverChain.Insert(0, Contract);
            })
            .AddOpenApi(DocumentName, document => document
                .AddOperationTransformer(new OperationDocumentation())
                .AddDocumentTransformer(new DocumentDocumentation()));
        return builder.Build();
    }

    /// <param name="app">What <see cref="Build"/> made.</param>
    /// <param name="gate">Refuses before routing.</param>
    /// <param name="metrics">Serves the metrics.</param>
    /// <param name="console">Serves the console; null when there is none.</param>
    /// <param name="pipeline">Serves the routes of the API.</param>
    /// <param name="routes">The routes of the API.</param>
    public static void Map(
        WebApplication app, RequestGate gate, MetricsScrape metrics, RequestDelegate? console, ApiPipeline pipeline, IReadOnlyList<ApiRoute> routes)
    {
        app.Use((HttpContext context, RequestDelegate next) =>
        {
            RawPath.Restore(context);
            return gate.Refuse(context) is { } problem ? pipeline.RefuseAsync(context, problem) : next(context);
        });
        app.Use((HttpContext context, RequestDelegate next) =>
            context.Request.Path.Value == ApiPaths.Metrics ? metrics.ServeAsync(context) : next(context));
        if (console is not null)
        {
            app.Use((HttpContext context, RequestDelegate next) =>
                context.Request.Path.StartsWithSegments(ApiPaths.Console, StringComparison.Ordinal) ? console(context) : next(context));
        }

        app.UseRouting();
        RouteSpelling[] spellings = [.. routes.Select(route => new RouteSpelling(route.Path))];
        app.Use((HttpContext context, RequestDelegate next) => context.GetEndpoint() switch
        {
            { } endpoint when endpoint.Metadata.GetMetadata<RouteSpelling>() is { } spelling =>
                spelling.Matches(context.Request.Path.Value) ? next(context) : pipeline.RefuseUnknownAsync(context),
            // The framework's own, for a method that the path does not have.
            { } when spellings.Any(spelling => spelling.Matches(context.Request.Path.Value)) => RefuseMethodAsync(context, next, pipeline),
            _ => pipeline.RefuseUnknownAsync(context),
        });
        foreach (var (route, spelling) in routes.Zip(spellings))
        {
            // The document describes what has a method; the handler's own stands for it.
            app.MapMethods(route.Path, [route.Method], context => pipeline.ServeAsync(context, route))
                .WithMetadata(route, spelling, route.Handler.GetMethodInfo());
        }
    }

    /// <summary>The bound of the largest body of one event, value or template, in bytes.</summary>
    public static long LargestSingleBody(LimitOptions limits) => limits.Tenants.Values.Append(limits.Default)
        .SelectMany(tenant => (BodyLimit[])[TemplateUpload.Limit(tenant), StateUpdate.Limit(tenant), EventEnvelope.Limit(tenant)])
        .Max(limit => (long)limit.Bytes);

    /// <summary>The framework's own answer to a method that a path does not have sets <c>Allow</c> and has no body.</summary>
    private static async Task RefuseMethodAsync(HttpContext context, RequestDelegate next, ApiPipeline pipeline)
    {
        await next(context);
        await pipeline.RefuseMethodAsync(context);
    }

    /// <summary>The bound of the largest body of all, so that the server refuses what is larger at once.</summary>
    private static long LargestBody(LimitOptions limits) => Math.Max(LargestSingleBody(limits), EventLines.MaxBytes);

    private static void Configure(KestrelServerOptions kestrel, HttpServerParts parts)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody(parts.Limits);
        kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = MaxHeaders;
        kestrel.Limits.KeepAliveTimeout = KeepAlive;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        Listen(kestrel, parts, parts.Addrs.Http, Listener.Api, parts.Addrs.Connections);
        ListenBeside(kestrel, parts, parts.Addrs.Health, Listener.Health, MaxHealthConnections);
        ListenBeside(kestrel, parts, parts.Addrs.Metrics, Listener.Metrics, MaxMetricsConnections);
    }

    private static void ListenBeside(KestrelServerOptions kestrel, HttpServerParts parts, IPEndPoint? address, Listener listener, int connections)
    {
        if (address is not null)
        {
            Listen(kestrel, parts, address, listener, parts.Addrs.Connections with { All = connections, PerAddress = connections });
        }
    }

    private static void Listen(KestrelServerOptions kestrel, HttpServerParts parts, IPEndPoint address, Listener listener, ConnectionLimits limits)
    {
        var admission = new ConnectionAdmission(listener, limits, parts.Time, parts.Loggers.CreateLogger<ConnectionAdmission>());
        kestrel.Listen(address, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            endpoint.Use(next => connection => admission.ServeAsync(connection, next));
        });
    }
}
