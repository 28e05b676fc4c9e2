using System.Net;
using System.Net.Http.Headers;
using System.Text;
using TemplateWorker.Benchmarks.Figures.Stand;

namespace TemplateWorker.Benchmarks.Figures.Durable;

/// <summary>Sends a backlog in bodies of as many events as one request may have, to random tenants.</summary>
internal sealed class BulkSender : IDisposable
{
    /// <summary>Events of a request: the most that the API takes.</summary>
    private const int EventsPerRequest = 10_000;

    /// <summary>One is being read while the other is being stored.</summary>
    private const int RequestsAtOnce = 2;

    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly List<byte[]> _bodies = [];

    public BulkSender(IPEndPoint server, string token, int events)
    {
        _address = new Uri($"http://{server}/v1/events");
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var random = new Random(events);
        var increments = new int[BenchTenants.Count];
        for (var sent = 0; sent < events; sent += EventsPerRequest)
        {
            var body = new StringBuilder();
            for (var line = 0; line < Math.Min(EventsPerRequest, events - sent); line++)
            {
                var tenant = random.Next(BenchTenants.Count);
                increments[tenant]++;
                body.Append(BenchTenants.Line(BenchTenants.IncrementEvent, tenant)).Append('\n');
            }

            _bodies.Add(Encoding.UTF8.GetBytes(body.ToString()));
        }

        Increments = increments;
    }

    /// <summary>How many of the events each tenant gets.</summary>
    public IReadOnlyList<int> Increments { get; }

    /// <summary>Sends all of it.</summary>
    /// <exception cref="BenchException">Something was not accepted.</exception>
    public async Task SendAsync(CancellationToken cancellationToken) => await Parallel.ForEachAsync(
        _bodies,
        new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellationToken },
        async (body, token) =>
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            using var response = await _http.PostAsync(_address, content, token);
            if (response.StatusCode != HttpStatusCode.Accepted)
            {
                throw new BenchException($"Events in bulk were answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(token)}");
            }
        });

    public void Dispose() => _http.Dispose();
}
