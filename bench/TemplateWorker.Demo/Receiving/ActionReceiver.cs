using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TemplateWorker.Demo.Receiving;

/// <summary>A webhook on a port of this machine. Requests that are not signed well are answered with 401; the others are handed on.</summary>
internal sealed class ActionReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly Func<byte[], Task<int>> _take;
    private int _forged;

    private ActionReceiver(Func<byte[], Task<int>> take, TimeProvider time)
    {
        (_take, _time) = (take, time);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>What requests must be signed with; made for this receiver.</summary>
    public string Secret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>Requests that were not signed well.</summary>
    public int Forged => Volatile.Read(ref _forged);

    /// <summary>Starts it.</summary>
    /// <param name="take">Gets each body and says the status to answer with; called by several threads at once.</param>
    /// <param name="time">Timestamps are compared with it.</param>
    public static async Task<ActionReceiver> StartAsync(Func<byte[], Task<int>> take, TimeProvider time)
    {
        var receiver = new ActionReceiver(take, time);
        await receiver._app.StartAsync();
        receiver.Url = new Uri(receiver._app.Urls.Single());
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var copy = new MemoryStream();
        await context.Request.Body.CopyToAsync(copy);
        var body = copy.ToArray();
        var headers = context.Request.Headers;
        if (RequestSignature.IsGood(headers["TemplateWorker-Signature"], headers["TemplateWorker-Timestamp"], body, Secret, _time.GetUtcNow()))
        {
            context.Response.StatusCode = await _take(body);
        }
        else
        {
            Interlocked.Increment(ref _forged);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
    }
}
