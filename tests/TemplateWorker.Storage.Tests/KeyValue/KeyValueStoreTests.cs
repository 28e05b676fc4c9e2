using TemplateWorker.Storage.KeyValue;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.KeyValue;

public sealed class KeyValueStoreTests
{
    private static readonly TenantId Tenant = new("guild", "1");
    private static readonly KeyName Name = new(Scopes.None, "key");

    [DatabaseFact]
    public async Task A_value_is_read_back_as_it_was_put()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);

        var put = await store.PutAsync(Tenant, Name, """{"a": [1, "é", null]}""", CancellationToken.None);

        put.Json.ShouldBe("""{"a": [1, "é", null]}""");
        put.Name.ShouldBe(Name);
        put.UpdatedAt.ShouldBe(put.CreatedAt);
        (await store.GetAsync(Tenant, Name, CancellationToken.None)).ShouldBe(put);
        store.Read(Tenant, [Name]).ShouldBe([put]);
    }

    [DatabaseFact]
    public async Task Putting_again_keeps_the_time_of_creation_and_changes_the_version()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);
        var first = await store.PutAsync(Tenant, Name, "1", CancellationToken.None);

        var second = await store.PutAsync(Tenant, Name, "2", CancellationToken.None);

        second.Json.ShouldBe("2");
        second.Version.ShouldNotBe(first.Version);
        second.CreatedAt.ShouldBe(first.CreatedAt);
        second.UpdatedAt.ShouldBeGreaterThan(first.UpdatedAt);
    }

    [DatabaseFact]
    public async Task Deleting_says_whether_the_key_was_there()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);
        await store.PutAsync(Tenant, Name, "1", CancellationToken.None);

        (await store.DeleteAsync(Tenant, Name, CancellationToken.None)).ShouldBeTrue();
        (await store.DeleteAsync(Tenant, Name, CancellationToken.None)).ShouldBeFalse();
        (await store.GetAsync(Tenant, Name, CancellationToken.None)).ShouldBeNull();
    }

    [DatabaseFact]
    public async Task Many_keys_are_read_in_the_order_of_the_question_with_null_for_the_absent()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);
        KeyName[] names =
        [
            new(Scopes.None, "b"), new(Scopes.None, "absent"), new(Scopes.Of("x", "y\"z"), "b"), new(Scopes.None, "a"), new(Scopes.None, "b"),
        ];
        await store.PutAsync(Tenant, names[0], "1", CancellationToken.None);
        await store.PutAsync(Tenant, names[2], "2", CancellationToken.None);
        await store.PutAsync(Tenant, names[3], "3", CancellationToken.None);

        var records = store.Read(Tenant, names);

        records.Select(record => record?.Json).ShouldBe(["1", null, "2", "3", "1"]);
        records[2]!.Name.ShouldBe(names[2]);
    }

    [DatabaseFact]
    public async Task Asking_for_no_keys_asks_nobody()
    {
        await using var test = await TestDatabase.CreateAsync();

        new KeyValueStore(test.Database).Read(Tenant, []).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task The_same_key_of_another_tenant_or_under_other_scopes_is_another_key()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);
        await store.PutAsync(Tenant, Name, "1", CancellationToken.None);

        (await store.GetAsync(new TenantId("guild", "2"), Name, CancellationToken.None)).ShouldBeNull();
        (await store.GetAsync(new TenantId("user", "1"), Name, CancellationToken.None)).ShouldBeNull();
        (await store.GetAsync(Tenant, Name with { Scopes = Scopes.Of("a") }, CancellationToken.None)).ShouldBeNull();
        (await store.DeleteAsync(new TenantId("user", "1"), Name, CancellationToken.None)).ShouldBeFalse();
    }

    [DatabaseTheory]
    [InlineData("""{"a":""", StorageFault.ValueRefused)]
    [InlineData("\"\\u0000\"", StorageFault.ValueRefused)]
    [InlineData("\"\\ud800\"", StorageFault.ValueRefused)]
    public async Task A_value_that_jsonb_does_not_take_is_refused_by_name(string json, StorageFault fault)
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);

        var exception = await Should.ThrowAsync<StorageException>(() => store.PutAsync(Tenant, Name, json, CancellationToken.None));

        exception.Fault.ShouldBe(fault);
        exception.IsTransient.ShouldBeFalse();
        (await store.GetAsync(Tenant, Name, CancellationToken.None)).ShouldBeNull();
    }

    [DatabaseFact]
    public async Task Half_a_surrogate_pair_is_refused_by_name()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);
        var name = new KeyName(Scopes.None, "a\ud800b");

        Should.Throw<StorageException>(() => store.Read(Tenant, [name])).Fault.ShouldBe(StorageFault.ValueRefused);
        (await Should.ThrowAsync<StorageException>(() => store.PutAsync(Tenant, name, "1", CancellationToken.None)))
            .Fault.ShouldBe(StorageFault.ValueRefused);
    }

    [DatabaseFact]
    public async Task A_key_beyond_the_limits_is_refused_by_the_database_too()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);

        var exception = await Should.ThrowAsync<StorageException>(
            () => store.PutAsync(Tenant, new KeyName(Scopes.None, new string('x', 513)), "1", CancellationToken.None));

        exception.Fault.ShouldBe(StorageFault.ConstraintViolated);
    }

    [DatabaseFact]
    public async Task A_row_of_an_older_product_without_a_value_reads_as_null()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'key', null)");
        var store = new KeyValueStore(test.Database);

        store.Read(Tenant, [Name])[0]!.Json.ShouldBe("null");
        store.Read(Tenant, [Name, Name])[1]!.Json.ShouldBe("null");
        store.List(Tenant, new KeyRange(Scopes.None, string.Empty, null, 10)).Records.ShouldHaveSingleItem().Json.ShouldBe("null");
    }

    [DatabaseFact]
    public async Task A_writer_waits_for_the_tenants_lock_and_for_no_other()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);
        await using var holder = await test.ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var take = holder.CreateCommand())
        {
            take.CommandText = $"select pg_advisory_xact_lock({TenantLock.KeyOf(Tenant)})";
            await take.ExecuteNonQueryAsync();
        }

        var put = store.PutAsync(Tenant, Name, "1", CancellationToken.None);
        await store.PutAsync(new TenantId("guild", "2"), Name, "1", CancellationToken.None);
        put.IsCompleted.ShouldBeFalse();
        await transaction.CommitAsync();

        (await put).Json.ShouldBe("1");
    }

    [DatabaseFact]
    public async Task A_writer_gives_up_on_a_row_that_another_session_holds_and_says_why()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);
        await store.PutAsync(new TenantId("guild", "1"), new KeyName(Scopes.None, "a"), "1", CancellationToken.None);
        await using var other = await test.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var hold = new Npgsql.NpgsqlCommand("update tenant_kv set value = '2'", other);
        await hold.ExecuteNonQueryAsync();

        var fault = await Should.ThrowAsync<StorageException>(
            () => store.PutAsync(new TenantId("guild", "1"), new KeyName(Scopes.None, "a"), "3", CancellationToken.None));

        fault.Fault.ShouldBe(StorageFault.LockNotAvailable);
        fault.IsTransient.ShouldBeTrue();
    }
}
