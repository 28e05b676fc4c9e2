using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>A webhook on this machine that writes down what it gets.</summary>
internal sealed class ActionReceiver : IAsyncDisposable
{
    public const string Secret = "a secret of the receiver";

    private readonly HttpListener _listener;
    private readonly Task _serving;
    private int _requests;

    private ActionReceiver(HttpListener listener, string url)
    {
        (_listener, Url) = (listener, url);
        _serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>The status that the request of this number, from 1, is answered with.</summary>
    public Func<int, int> Answer { get; set; } = _ => 200;

    /// <summary>What a request that was taken waits for before it is answered.</summary>
    public Func<JsonElement, Task> BeforeAnswer { get; set; } = _ => Task.CompletedTask;

    /// <summary>What was answered with 200, in the order of arrival.</summary>
    public ConcurrentQueue<JsonElement> Taken { get; } = [];

    /// <summary>The <c>traceparent</c> of each of <see cref="Taken"/>; null without one.</summary>
    public ConcurrentQueue<string?> Traces { get; } = [];

    /// <summary>Requests whose signature was not good.</summary>
    public ConcurrentQueue<string> Forged { get; } = [];

    public int Requests => Volatile.Read(ref _requests);

    public static ActionReceiver Start()
    {
        while (true)
        {
            var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Random.Shared.Next(20_000, 32_000)}/");
            var listener = new HttpListener();
            listener.Prefixes.Add(url);
            try
            {
                listener.Start();
                return new ActionReceiver(listener, url);
            }
            catch (HttpListenerException)
            {
                // The port is taken.
                listener.Close();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                _ = ServeAsync(context);
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var timestamp = context.Request.Headers["TemplateWorker-Timestamp"]!;
            byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp + "."), .. body.ToArray()];
            var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed);
            if (context.Request.Headers["TemplateWorker-Signature"] != "v1=" + Convert.ToHexStringLower(hash))
            {
                Forged.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
            }

            var status = Answer(Interlocked.Increment(ref _requests));
            if (status == 200)
            {
                var action = JsonDocument.Parse(body.ToArray()).RootElement.Clone();
                Traces.Enqueue(context.Request.Headers["traceparent"]);
                Taken.Enqueue(action);
                await BeforeAnswer(action);
            }

            context.Response.StatusCode = status;
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The sender was killed.
        }
    }
}
