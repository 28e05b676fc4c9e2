using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace TemplateWorker.Demo.Api;

/// <summary>A client of the HTTP API. Thread-safe.</summary>
internal sealed class WorkerApi : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
    };

    private readonly HttpClient _http;

    public WorkerApi(Uri address, string token)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Sends an event to be stored.</summary>
    public async Task<EventReply> SendAsync(DemoEvent demoEvent, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, PathOf(demoEvent.Tenant, "events"));
        request.Headers.Add("Idempotency-Key", demoEvent.Key);
        request.Content = BodyOf(demoEvent);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? new EventReply.Accepted((await response.Content.ReadFromJsonAsync<AcceptedAnswer>(Json, cancellationToken))!)
                : new EventReply.Refused(
                    response.StatusCode, await ReadProblemAsync(response, cancellationToken), response.Headers.RetryAfter?.Delta);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new EventReply.Broken(error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new EventReply.Broken($"No answer within {_http.Timeout.TotalSeconds:F0} s.");
        }
    }

    /// <summary>The workers as they are now.</summary>
    /// <exception cref="HttpRequestException">The server could not be reached, or refused.</exception>
    public async Task<IReadOnlyList<WorkerStatus>> ListWorkersAsync(CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<WorkerList>("/v1/workers", Json, cancellationToken))!.Workers;

    /// <summary>Whether <c>/readyz</c> says so; false also while nobody listens yet.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync("/readyz", cancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>All keys that a tenant has under one scope, in the order of the keys.</summary>
    /// <exception cref="HttpRequestException">The server could not be reached, or refused.</exception>
    public async Task<IReadOnlyList<StoredKey>> ListKeysAsync(TenantId tenant, string scope, CancellationToken cancellationToken)
    {
        var keys = new List<StoredKey>();
        string? after = null;
        do
        {
            var cursor = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var path = PathOf(tenant, $"kv?scope={Uri.EscapeDataString(scope)}&limit=200{cursor}");
            var page = (await _http.GetFromJsonAsync<KeyPage>(path, Json, cancellationToken))!;
            keys.AddRange(page.Items);
            after = page.NextAfter;
        }
        while (after is not null);
        return keys;
    }

    /// <summary>The data of the tenant's state.</summary>
    /// <exception cref="HttpRequestException">The server could not be reached, or refused.</exception>
    public async Task<JsonElement> GetStateDataAsync(TenantId tenant, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<JsonElement>(PathOf(tenant, "state"), Json, cancellationToken)).GetProperty("data");

    /// <summary>How many deliveries of a tenant wait or run.</summary>
    /// <exception cref="HttpRequestException">The server could not be reached, or refused.</exception>
    public async Task<int> CountWaitingAsync(TenantId tenant, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<LaneList>(PathOf(tenant, "lanes"), Json, cancellationToken))!.Lanes.Sum(lane => lane.Queued + lane.Delayed);

    /// <summary>All attempts at a tenant's deliveries.</summary>
    /// <exception cref="HttpRequestException">The server could not be reached, or refused.</exception>
    public async Task<IReadOnlyList<RunRecord>> ListHistoryAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var runs = new List<RunRecord>();
        string? after = null;
        do
        {
            var cursor = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var page = (await _http.GetFromJsonAsync<HistoryPage>(PathOf(tenant, $"history?limit=1000{cursor}"), Json, cancellationToken))!;
            runs.AddRange(page.Items);
            after = page.NextAfter;
        }
        while (after is not null);
        return runs;
    }

    /// <summary>Lets a template's deliveries be tried so many times.</summary>
    /// <exception cref="HttpRequestException">The server could not be reached, or refused.</exception>
    public async Task SetMaxAttemptsAsync(TenantId tenant, string template, int attempts, CancellationToken cancellationToken)
    {
        var path = PathOf(tenant, $"templates/{Uri.EscapeDataString(template)}/policy");
        using var response = await _http.PutAsJsonAsync(path, new { MaxAttempts = attempts }, Json, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Whether a tenant has actions that have not left.</summary>
    /// <exception cref="HttpRequestException">The server could not be reached, or refused.</exception>
    public async Task<bool> HasActionsAsync(TenantId tenant, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<ActionPage>(PathOf(tenant, "actions?limit=1"), Json, cancellationToken))!.Items.Count > 0;

    /// <summary>Has all actions pushed to a receiver on this machine.</summary>
    /// <exception cref="HttpRequestException">The server could not be reached, or refused.</exception>
    public async Task SetRouteAsync(string name, Uri url, string secret, CancellationToken cancellationToken)
    {
        using var response = await _http.PutAsJsonAsync(
            $"/v1/action-routes/{Uri.EscapeDataString(name)}", new { Type = "*", Url = url, Secret = secret, AllowPrivate = true }, Json, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static string PathOf(TenantId tenant, string rest) =>
        $"/v1/tenants/{Uri.EscapeDataString(tenant.OwnerType)}/{Uri.EscapeDataString(tenant.OwnerId)}/{rest}";

    private static ByteArrayContent BodyOf(DemoEvent demoEvent)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("name", demoEvent.Name);
            writer.WritePropertyName("data");
            demoEvent.Data.WriteTo(writer);
            writer.WriteEndObject();
        }

        var content = new ByteArrayContent(buffer.WrittenSpan.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static async Task<Problem> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return JsonSerializer.Deserialize<Problem>(body, Json)!;
        }
        catch (JsonException)
        {
            // A proxy or a broken server answers something else; what it said still helps.
            return new Problem(Detail: body);
        }
    }

    private sealed record ActionPage(IReadOnlyList<JsonElement> Items);

    private sealed record LaneList(IReadOnlyList<LaneCounts> Lanes);

    private sealed record LaneCounts(int Queued, int Delayed);

    private sealed record HistoryPage(IReadOnlyList<RunRecord> Items, string? NextAfter = null);

    private sealed record KeyPage(IReadOnlyList<StoredKey> Items, string? NextAfter = null);
}
