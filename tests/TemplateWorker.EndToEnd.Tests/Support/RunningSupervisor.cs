using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TemplateWorker.Supervision.Pool;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>A supervisor with its workers, reached by HTTP as a client reaches it.</summary>
internal sealed class RunningSupervisor : IAsyncDisposable
{
    /// <summary>Longer than any call may take by the configuration of a test.</summary>
    private static readonly TimeSpan CallLimit = TimeSpan.FromMinutes(5);

    private readonly OperatorFolder _folder;

    private RunningSupervisor(RunningProcess process, OperatorFolder folder, HttpClient client)
    {
        Process = process;
        _folder = folder;
        Client = client;
    }

    public RunningProcess Process { get; }

    /// <summary>With the admin's token.</summary>
    public HttpClient Client { get; }

    /// <summary>What <c>TMPDIR</c> names.</summary>
    public string Temporary => _folder.Temporary;

    /// <summary>The folders that the supervisor has made for its workers' sockets.</summary>
    public IReadOnlyList<string> SocketFolders => Directory.GetDirectories(_folder.Temporary, "template-worker-*");

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="database">May be shared by several supervisors.</param>
    /// <param name="settings">Further lines of config.yaml.</param>
    /// <param name="arguments">Further arguments; two processes by default.</param>
    public static Task<RunningSupervisor> StartAsync(TestDatabase database, string settings = "", params string[] arguments) =>
        ReadyAsync(ListenAsync(database, settings, arguments));

    /// <summary>As above, with variables in its environment.</summary>
    public static Task<RunningSupervisor> StartAsync(
        TestDatabase database, string settings, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        ReadyAsync(ListenAsync(database, settings, environment, arguments));

    /// <summary>Starts it and waits until it listens; its workers may still be starting.</summary>
    public static Task<RunningSupervisor> ListenAsync(TestDatabase database, string settings = "", params string[] arguments) =>
        ListenAsync(StartProcess(database, settings, new Dictionary<string, string>(), arguments));

    /// <summary>As above, with variables in its environment.</summary>
    public static Task<RunningSupervisor> ListenAsync(
        TestDatabase database, string settings, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        ListenAsync(StartProcess(database, settings, environment, arguments));

    /// <summary>Starts it and does not wait for anything.</summary>
    public static (RunningProcess Process, OperatorFolder Folder) StartProcess(
        TestDatabase database, string settings, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartProcess(RunningProcess.Start, database, settings, environment, arguments);

    /// <summary>Starts it without reading its standard error, and waits until it is ready.</summary>
    public static async Task<RunningSupervisor> StartUnreadAsync(TestDatabase database, string settings = "")
    {
        // It would tell the port that it took on standard error.
        var address = FreeAddress.Find().ToString();
        var environment = new Dictionary<string, string> { ["TEMPLATE_WORKER__ADDRS__HTTP"] = address };
        var (process, folder) = StartProcess(RunningProcess.StartUnread, database, settings, environment);
        var supervisor = new RunningSupervisor(process, folder, ClientOf($"http://{address}"));
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    return (await supervisor.ReadinessAsync()).Status == 200;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            () => "it is not ready");
        return supervisor;
    }

    private static async Task<RunningSupervisor> ReadyAsync(Task<RunningSupervisor> listening)
    {
        var supervisor = await listening;
        try
        {
            await supervisor.ReadyAsync();
            return supervisor;
        }
        catch
        {
            await supervisor.DisposeAsync();
            throw;
        }
    }

    private static (RunningProcess Process, OperatorFolder Folder) StartProcess(
        Func<IEnumerable<string>, IReadOnlyDictionary<string, string>, RunningProcess> start,
        TestDatabase database,
        string settings,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments)
    {
        var folder = OperatorFolder.Create();
        var config = folder.WriteConfig(database, settings);
        string[] workers = arguments.Contains("--process-workers") ? [] : ["--process-workers", "2"];
        string[] connections = arguments.Contains("--max-db-connections") ? [] : ["--max-db-connections", "4"];
        var variables = new Dictionary<string, string>(environment, StringComparer.Ordinal) { ["TMPDIR"] = folder.Temporary };
        var process = start(["--config", config, "--log-format", "json", .. workers, .. connections, .. arguments], variables);
        return (process, folder);
    }

    /// <summary>Waits until it listens.</summary>
    public static async Task<RunningSupervisor> ListenAsync((RunningProcess Process, OperatorFolder Folder) started)
    {
        try
        {
            var line = await started.Process.LineAsync("Listening on");
            var address = JsonNode.Parse(line)!["Properties"]!["Address"]!.GetValue<string>();
            return new RunningSupervisor(started.Process, started.Folder, ClientOf(address));
        }
        catch
        {
            await started.Process.DisposeAsync();
            started.Folder.Dispose();
            throw;
        }
    }

    /// <summary>Publishes a template of one file.</summary>
    public async Task PublishAsync(string tenant, string template, string source, object? settings = null)
    {
        var body = new { files = new Dictionary<string, string> { ["index.js"] = source }, settings = settings ?? new { } };
        using var response = await Client.PutAsJsonAsync($"/v1/tenants/{Segments(tenant)}/templates/{template}", body);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>Sends an event and waits for its results.</summary>
    public async Task<HttpResponseMessage> SendAsync(string tenant, string name, object data, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/tenants/{Segments(tenant)}/events?wait=true")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { name, data }), Encoding.UTF8, "application/json"),
        };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await Client.SendAsync(request);
    }

    /// <summary>Sends an event and gives the answer, whatever it is.</summary>
    public async Task<Answer> CallAsync(string tenant, string name, object data, string? idempotencyKey = null)
    {
        using var response = await SendAsync(tenant, name, data, idempotencyKey);
        return await Answer.OfAsync(response);
    }

    /// <summary>
    /// As above; a call that was told that nothing was run, after it had waited for the worker as long as it may, is sent
    /// again: on a busy machine a process starts more slowly than that.
    /// </summary>
    public async Task<Answer> PatientCallAsync(string tenant, string name, object data, string? idempotencyKey = null)
    {
        while (true)
        {
            var sent = TimeProvider.System.GetTimestamp();
            var answer = await CallAsync(tenant, name, data, idempotencyKey);
            if (answer.Problem != "no_worker_ready")
            {
                return answer;
            }

            TimeProvider.System.GetElapsedTime(sent).ShouldBeGreaterThanOrEqualTo(SupervisionParts.WaitForWorker, answer.ToString());
        }
    }

    /// <summary>Sends an event again until its tenant, whose template ended a worker, no longer rests.</summary>
    public async Task<Answer> RestedCallAsync(string tenant, string name, object data)
    {
        var answer = await CallAsync(tenant, name, data);
        await Eventually.HoldsAsync(
            async () => answer.Problem != "tenant_resting" || (answer = await CallAsync(tenant, name, data)).Problem != "tenant_resting",
            () => answer.ToString());
        return answer;
    }

    /// <summary>Sends an event that one template subscribes to, and gives that run's result.</summary>
    public async Task<JsonNode> RunAsync(string tenant, string name, object data, string? idempotencyKey = null) =>
        (await CallAsync(tenant, name, data, idempotencyKey)).Result;

    /// <summary>Sends an event that one template subscribes to and that completes, and gives what its handler returned.</summary>
    public async Task<JsonNode?> ValueAsync(string tenant, string name, object data, string? idempotencyKey = null)
    {
        var result = await RunAsync(tenant, name, data, idempotencyKey);
        result["outcome"]!.GetValue<string>().ShouldBe("completed", result.ToJsonString());
        return result["value"];
    }

    /// <summary>The value of a key, or null when it is absent.</summary>
    public async Task<JsonNode?> KeyAsync(string tenant, string key)
    {
        using var response = await Client.GetAsync($"/v1/tenants/{Segments(tenant)}/kv/{Uri.EscapeDataString(key)}");
        return response.IsSuccessStatusCode ? (await response.Content.ReadFromJsonAsync<JsonNode>())!["value"] : null;
    }

    /// <summary>Writes a key from outside of any run; the value is JSON text.</summary>
    public async Task PutKeyAsync(string tenant, string key, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Client.PutAsync($"/v1/tenants/{Segments(tenant)}/kv/{Uri.EscapeDataString(key)}", content);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }

    public async Task<JsonArray> WorkersAsync() => (await Client.GetFromJsonAsync<JsonNode>("/v1/workers"))!["workers"]!.AsArray();

    /// <summary>Asks until the condition holds of the workers.</summary>
    public async Task<JsonArray> WorkersAsync(Func<JsonArray, bool> condition)
    {
        JsonArray workers = [];
        await Eventually.HoldsAsync(async () => condition(workers = await WorkersAsync()), () => $"workers: {workers.ToJsonString()}");
        return workers;
    }

    /// <summary>The process of a worker that is ready.</summary>
    public async Task<int> ProcessOfWorkerAsync(int number) =>
        (await WorkersAsync(workers => (string?)workers[number]!["state"] == "ready"))[number]!["pid"]!.GetValue<int>();

    /// <summary>Waits until all workers are ready and a worker was started again as often as this.</summary>
    public Task<JsonArray> ReplacedAsync(int number, int restarts = 1) => WorkersAsync(workers =>
        workers.All(worker => (string?)worker!["state"] == "ready") && (int)workers[number]!["restarts"]! >= restarts);

    /// <summary>Has a worker replaced, as an operator does.</summary>
    public async Task RestartWorkerAsync(int number)
    {
        using var response = await Client.PostAsync($"/v1/workers/{number}/restart", null);
        ((int)response.StatusCode).ShouldBe(202, await response.Content.ReadAsStringAsync());
    }

    /// <summary>What <c>/readyz</c> says.</summary>
    public async Task<Answer> ReadinessAsync()
    {
        using var response = await Client.GetAsync("/readyz");
        return await Answer.OfAsync(response);
    }

    public Task ReadyAsync() => Eventually.HoldsAsync(async () => (await ReadinessAsync()).Status == 200, () => Process.Output);

    /// <summary>Sends a signal to the supervisor.</summary>
    public void Signal(int signal) => Processes.Signal(Process.Id, signal);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
        _folder.Dispose();
    }

    private static HttpClient ClientOf(string address)
    {
        var client = new HttpClient { BaseAddress = new Uri(address), Timeout = CallLimit };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", OperatorFolder.AdminToken);
        return client;
    }

    private static string Segments(string tenant) => tenant.Replace(':', '/');
}
