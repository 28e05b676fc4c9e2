using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.TenantState;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Connecting;

/// <summary>What one tenant sends and PostgreSQL refuses must not reach the next request on the same connection.</summary>
public sealed class RefusedValueTests
{
    // Valid JSON, whose number is beyond jsonb's numeric.
    private const string Refused = "[1e400000]";

    [DatabaseFact]
    public async Task A_value_that_is_refused_at_any_use_of_a_statement_leaves_the_connection_good_for_the_next_tenant()
    {
        await using var test = await TestDatabase.CreateAsync();
        for (var before = 0; before < 8; before++)
        {
            await using var fresh = await test.OpenAsync(maxConnections: 2);
            var store = new KeyValueStore(fresh);
            for (var use = 0; use < before; use++)
            {
                await store.PutAsync(new TenantId("guild", "1"), Name("k"), "1", CancellationToken.None);
            }

            await RefuseAsync(store, new TenantId("guild", "1"), Name("big"));

            var put = await store.PutAsync(new TenantId("guild", "2"), Name("k"), "2", CancellationToken.None);
            put.Json.ShouldBe("2");
        }
    }

    [DatabaseTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_answer_is_right_beside_refused_values_of_another_tenant(int seed)
    {
        await using var test = await TestDatabase.CreateAsync();
        var random = new Random(seed);
        Dictionary<(TenantId Tenant, string Key), string> expected = [];
        TenantId[] tenants = [new("guild", "1"), new("guild", "2")];
        for (var round = 0; round < 6; round++)
        {
            // Few connections, so that both tenants' requests share them; fresh ones, because the driver prepares in the first uses.
            await using var fresh = await test.OpenAsync(maxConnections: 2);
            var store = new KeyValueStore(fresh);
            var state = new TenantStateStore(fresh);
            for (var step = 0; step < 40; step++)
            {
                var tenant = tenants[random.Next(2)];
                var key = $"k{random.Next(4)}";
                switch (random.Next(7))
                {
                    case 0:
                        await RefuseAsync(store, tenant, Name(key));
                        break;
                    case 1:
                        (await Should.ThrowAsync<StorageException>(state.PutDataAsync(tenant, Refused, CancellationToken.None)))
                            .Fault.ShouldBe(StorageFault.ValueRefused);
                        break;
                    case 2:
                        var json = random.Next(1000).ToString(System.Globalization.CultureInfo.InvariantCulture);
                        (await store.PutAsync(tenant, Name(key), json, CancellationToken.None)).Json.ShouldBe(json);
                        expected[(tenant, key)] = json;
                        break;
                    case 3:
                        (await store.DeleteAsync(tenant, Name(key), CancellationToken.None)).ShouldBe(expected.Remove((tenant, key)));
                        break;
                    case 4:
                        store.Read(tenant, [Name(key), Name("absent")]).Select(record => record?.Json)
                            .ShouldBe([expected.GetValueOrDefault((tenant, key)), null]);
                        break;
                    default:
                        (await store.GetAsync(tenant, Name(key), CancellationToken.None))?.Json
                            .ShouldBe(expected.GetValueOrDefault((tenant, key)));
                        break;
                }
            }
        }
    }

    private static async Task RefuseAsync(KeyValueStore store, TenantId tenant, KeyName name) =>
        (await Should.ThrowAsync<StorageException>(store.PutAsync(tenant, name, Refused, CancellationToken.None)))
            .Fault.ShouldBe(StorageFault.ValueRefused);

    private static KeyName Name(string key) => new(Scopes.None, key);
}
