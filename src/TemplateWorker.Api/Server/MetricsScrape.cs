using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry.Metrics;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Connections;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Server;

/// <summary>
/// Answers <c>GET /metrics</c> in Prometheus' format: to everyone at <c>addrs.metrics</c>, and with an admin's or an operator's token at <c>addrs.http</c>. It is not
/// part of the API, so the API's document does not have it.
/// </summary>
internal sealed class MetricsScrape
{
    private readonly AccessCheck _access;
    private readonly ApiPipeline _pipeline;
    private readonly RequestDelegate _answer;

    public MetricsScrape(IApplicationBuilder app, MeterProvider metrics, AccessCheck access, ApiPipeline pipeline)
    {
        (_access, _pipeline) = (access, pipeline);
        _answer = app.New()
            .UseOpenTelemetryPrometheusScrapingEndpoint(metrics, _ => true, path: null, configureBranchedPipeline: null, optionsName: null)
            .Build();
    }

    public Task ServeAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Get;
            return _pipeline.RefuseMethodAsync(context);
        }

        return context.Features.GetRequiredFeature<ClientConnection>().Listener == Listener.Api && Refusal(context) is { } problem
            ? _pipeline.RefuseAsync(context, problem)
            : _answer(context);
    }

    /// <summary>What a request with an admin token gets.</summary>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestAborted = cancellationToken };
        context.Response.Body = body;
        await _answer(context);
        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    private Problem? Refusal(HttpContext context) => _access.Identify(context.Request.Headers.Authorization, out var problem) is { } caller
        ? AccessCheck.Refuse(caller, RouteAccess.Admin, RouteUse.Read, default)
        : problem;
}
