using System.Net;
using System.Security.Cryptography;
using System.Text;
using TemplateWorker.Demo.Receiving;

namespace TemplateWorker.Demo.Tests;

public sealed class ActionReceiverTests
{
    private const string Body = """{"id":"01999999-0000-7000-8000-000000000001","tenant":"guild:1","channel":"greeter","type":"chat.post","data":{"text":"a"}}""";

    private readonly ReceivedActions _book = new();

    [Fact]
    public async Task A_request_that_is_signed_well_is_written_down()
    {
        await using var receiver = await StartAsync();

        (await PostAsync(receiver, Body, receiver.Secret)).ShouldBe(HttpStatusCode.NoContent);

        receiver.Forged.ShouldBe(0);
        var action = _book.ToList().ShouldHaveSingleItem();
        (action.Tenant, action.Channel, action.Type, action.Data.GetRawText()).ShouldBe((new TenantId("guild", "1"), "greeter", "chat.post", """{"text":"a"}"""));
    }

    [Fact]
    public async Task A_request_of_another_secret_another_body_or_another_time_is_refused_and_counted()
    {
        await using var receiver = await StartAsync();

        (await PostAsync(receiver, Body, "another secret")).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(receiver, Body, receiver.Secret, sent: Body + " ")).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(receiver, Body, receiver.Secret, age: TimeSpan.FromMinutes(6))).ShouldBe(HttpStatusCode.Unauthorized);

        receiver.Forged.ShouldBe(3);
        _book.ToList().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_that_is_no_action_is_refused()
    {
        await using var receiver = await StartAsync();

        (await PostAsync(receiver, "[]", receiver.Secret)).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public void One_request_in_fifty_is_answered_as_if_it_had_not_been_taken()
    {
        var body = Encoding.UTF8.GetBytes(Body);

        Enumerable.Range(0, 100).Count(_ => _book.Take(body) == 503).ShouldBe(2);
        _book.ToList().Count.ShouldBe(100);
    }

    private Task<ActionReceiver> StartAsync() => ActionReceiver.StartAsync(body => Task.FromResult(_book.Take(body)), TimeProvider.System);

    private static async Task<HttpStatusCode> PostAsync(ActionReceiver receiver, string body, string secret, string? sent = null, TimeSpan age = default)
    {
        var timestamp = (TimeProvider.System.GetUtcNow() - age).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}"));
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Url) { Content = new StringContent(sent ?? body) };
        request.Headers.Add("TemplateWorker-Timestamp", timestamp);
        request.Headers.Add("TemplateWorker-Signature", "v1=" + Convert.ToHexStringLower(signature));
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
