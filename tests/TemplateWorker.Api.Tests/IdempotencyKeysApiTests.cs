using TemplateWorker.Api.Tests.Support;

namespace TemplateWorker.Api.Tests;

public sealed class IdempotencyKeysApiTests
{
    private const string Key = "/v1/tenants/guild/1/idempotency-keys/order-77";

    [TestKit.Databases.DatabaseFact]
    public async Task A_key_of_stored_events_and_of_calls_is_cleared_by_an_operator_only()
    {
        await using var api = await ApiServer.StartAsync();
        await api.Database.ExecuteAsync(
            """
            insert into accepted_events (owner_type, owner_id, key, event_id, request_hash, deliveries)
            values ('guild', '1', 'order-77', gen_random_uuid(), '\x00', 1), ('guild', '2', 'order-77', gen_random_uuid(), '\x00', 1);
            insert into idempotency_keys (owner_type, owner_id, key, template, event_id, request_hash, templates, result)
            values ('guild', '1', 'order-77', 'a', gen_random_uuid(), sha256('x'), '{a}', '{}');
            """);

        (await api.SendAsTenantAsync("DELETE", Key)).ShouldHaveStatus(403);
        (await api.SendAsync("DELETE", Key)).ShouldHaveStatus(204);
        (await api.SendAsync("DELETE", Key)).ShouldHaveStatus(404).Text.ShouldContain("unknown_idempotency_key");
        (await api.SendAsync("DELETE", Key.Replace("order-77", "a%20b"))).ShouldHaveStatus(400);

        (await api.Database.ReadTextsAsync("select owner_id from accepted_events")).ShouldBe(["2"]);
        (await api.Database.ReadAsync<long>("select count(*) from idempotency_keys")).ShouldBe(0);
    }
}
