using System.Globalization;
using System.Net.Http.Headers;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Actions.Routes;

namespace TemplateWorker.Supervision.Actions;

/// <summary>Posts actions to a receiver. Thread-safe.</summary>
internal sealed class ActionSender(TimeProvider time) : IDisposable
{
    private readonly HttpMessageInvoker _public = ActionConnections.Create(allowsPrivate: false);
    private readonly HttpMessageInvoker _any = ActionConnections.Create(allowsPrivate: true);

    /// <summary>Posts actions of one channel.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled; whether the receiver has the actions is not known.</exception>
    public async Task<PushResult> PostAsync(
        ActionRoute route, ChannelName channel, IReadOnlyList<WaitingAction> actions, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(route.Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var request = Request(route, channel, actions);
        try
        {
            using var response = await (route.AllowsPrivate ? _any : _public).SendAsync(request, limit.Token);
            return PushResult.Of(response.StatusCode, RetryAfter(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PushResult.Failed($"no answer within {route.Timeout.TotalSeconds:0.#} s", null, IsOfHost: true);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or ForbiddenAddressException)
        {
            return new PushResult.Failed(fault.InnerException?.Message ?? fault.Message, null, IsOfHost: true);
        }
    }

    public void Dispose()
    {
        _public.Dispose();
        _any.Dispose();
    }

    private HttpRequestMessage Request(ActionRoute route, ChannelName channel, IReadOnlyList<WaitingAction> actions)
    {
        var body = ActionJson.Body(channel, actions, isBatch: route.Batch > 1);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, route.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "TemplateWorker");
        request.Headers.TryAddWithoutValidation("TemplateWorker-Action", actions[0].Id.ToString());
        request.Headers.TryAddWithoutValidation("TemplateWorker-Attempt", (actions[0].Attempts + 1).ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("TemplateWorker-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        Secret[] secrets = route.OldSecret is { } old ? [route.Secret, old] : [route.Secret];
        request.Headers.TryAddWithoutValidation("TemplateWorker-Signature", ActionSignature.Of(timestamp, body, secrets));
        if (actions[0].Trace is { } trace)
        {
            request.Headers.TryAddWithoutValidation("traceparent", trace.Text);
        }

        return request;
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta ?? (header?.Date - time.GetUtcNow());
}
