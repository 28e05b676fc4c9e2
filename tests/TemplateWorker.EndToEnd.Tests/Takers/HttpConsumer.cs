using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Takers;

/// <summary>
/// A consumer in a process of its own that claims actions over HTTP, writes them into its table, and acknowledges them. At times it gives them back,
/// or forgets to acknowledge what it has done.
/// </summary>
internal sealed class HttpConsumer(HttpClient client, string address)
{
    /// <summary>The verb of this program that runs it, with the supervisor's address and that of the database. It is also the name of the consumer.</summary>
    public const string Verb = "http-consumer";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Longer than a supervisor that is stopped leaves a request without an answer.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Runs until it is killed.</summary>
    public static async Task<int> RunAsync(string supervisor, string address)
    {
        using var client = new HttpClient { BaseAddress = new Uri(supervisor), Timeout = Timeout };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", OperatorFolder.AdminToken);
        var consumer = new HttpConsumer(client, address);
        await System.Console.Out.WriteLineAsync(TakerProcess.Ready);
        while (true)
        {
            try
            {
                await consumer.TakeAsync();
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException or NpgsqlException or JsonException)
            {
                // The supervisor or the database is gone for a while.
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }

    private async Task TakeAsync()
    {
        var claim = await PostAsync("claim?wait=2s&max=20", new { consumer = Verb, visibility = "4s" });
        var claimed = claim.GetProperty("items").EnumerateArray().Select(TakenAction.Of).ToList();
        if (claimed.Count == 0)
        {
            return;
        }

        var ids = claimed.Select(action => action.Id);
        switch (Random.Shared.Next(20))
        {
            case 0:
                await PostAsync("nack", new { consumer = Verb, ids, delay = "0s", error = "busy" });
                return;
            case 1:
                await InsertAsync(claimed);
                return;
            default:
                await InsertAsync(claimed);
                await PostAsync("ack", new { consumer = Verb, ids });
                return;
        }
    }

    private async Task InsertAsync(IReadOnlyList<TakenAction> actions)
    {
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await PulledTable.InsertAsync(connection, Verb, actions);
    }

    private async Task<JsonElement> PostAsync(string what, object body)
    {
        using var response = await client.PostAsJsonAsync($"/v1/actions/{what}", body);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
