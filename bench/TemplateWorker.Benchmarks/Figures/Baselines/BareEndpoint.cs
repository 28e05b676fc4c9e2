using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TemplateWorker.Benchmarks.Figures.Baselines;

/// <summary>
/// Kestrel with nothing behind it: it reads the body and answers as many bytes as it was told to. A process of its own,
/// that prints its port and ends with its standard input.
/// </summary>
internal static class BareEndpoint
{
    /// <summary>The verb of this program that runs it.</summary>
    public const string Verb = "bare-endpoint";

    public static async Task<int> RunAsync(string responseBytes)
    {
        var body = new byte[int.Parse(responseBytes, CultureInfo.InvariantCulture)];
        body.AsSpan().Fill((byte)' ');
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        await using var app = builder.Build();
        app.Run(context => AnswerAsync(context, body));
        await app.StartAsync();
        System.Console.WriteLine(new Uri(app.Urls.Single()).Port);
        while (await System.Console.In.ReadLineAsync() is not null)
        {
        }

        return 0;
    }

    private static async Task AnswerAsync(HttpContext context, byte[] body)
    {
        var request = context.Request.BodyReader;
        while (true)
        {
            var read = await request.ReadAsync();
            request.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body);
    }
}
