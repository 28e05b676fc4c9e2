using System.Text.Json;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations;

public sealed class LegacyTests(MigratedLegacyDatabases migrated) : IClassFixture<MigratedLegacyDatabases>
{
    private const string KeyRows = """
        select format('%s %s:%s/%s%s', id, owner_type, owner_id, left(key, 20), scopes) from tenant_kv order by id
        """;

    // What every value must be in the end, wherever the database came from.
    private static readonly Dictionary<string, string?> Values = new(StringComparer.Ordinal)
    {
        ["null"] = null,
        ["json-null"] = "null",
        ["text"] = "\"hello\"",
        ["text-empty"] = "\"\"",
        ["text-unicode"] = """ "ä€🔑 \"quoted\" \\ \n" """,
        ["text-null"] = "\"Null\"",
        ["true"] = "true",
        ["false"] = "false",
        ["integer"] = "42",
        ["integer-negative"] = "-7",
        ["integer-safe"] = "9007199254740991",
        ["integer-unsafe"] = """{"$type": "bigint", "value": "9007199254740993"}""",
        ["integer-unsafe-negative"] = """{"$type": "bigint", "value": "-9007199254740993"}""",
        ["integer-unsigned"] = """{"$type": "bigint", "value": "18446744073709551615"}""",
        ["float"] = "1.5",
        ["float-huge"] = "100000000000000000000",
        ["list"] = """[1, "two", [true, null], {"three": 3}]""",
        ["list-empty"] = "[]",
        ["object"] = """{"a": 1, "b": {"c": [1.25, {"$type": "bigint", "value": "9007199254740993"}]}, "value": null}""",
        ["object-empty"] = "{}",
        ["object-type-key"] = """
            {"$type": "object", "value": {"$type": "date", "value": {"$type": "object", "value": {"$type": 1}}}}
            """,
        ["object-like-wrapper"] = """{"___khronosValType___": "color", "value": 1}""",
        ["object-broken-wrapper"] = """{"___khronosValType___": "buffer", "value": [256]}""",
        ["buffer"] = """{"$type": "bytes", "value": "AH//"}""",
        ["vector"] = """{"$type": "vector", "value": [1, -2.5, 3]}""",
        ["timestamptz"] = """{"$type": "date", "value": "2024-02-29T21:30:00.500Z"}""",
        ["timestamptz-fine"] = """{"$type": "date", "value": "2024-02-29T23:59:59.999999999Z"}""",
        ["interval"] = """{"$type": "interval", "value": [90, 500000000]}""",
        ["timezone"] = """{"$type": "timezone", "value": "Europe/Berlin"}""",
        ["nested-wrappers"] = """{"when": {"$type": "timezone", "value": "UTC"}, "raw": [{"$type": "bytes", "value": ""}]}""",
        ["scopes-none"] = "0",
        ["scopes-one"] = "1",
        ["scopes-unsorted"] = "2",
        ["scopes-repeated"] = "3",
        ["scopes-code-points"] = "4",
        ["scopes-other-guild"] = "5",
        ["twins-old"] = "1",
        ["twins-new"] = "2",
        ["taken-sorted"] = "3",
        ["taken-unsorted"] = "4",
        ["expires"] = "1",
        ["expired"] = "2",
        ["expires-scoped"] = "3",
        ["key-long"] = "1",
        ["scopes-many"] = "1",
    };

    private static readonly Dictionary<string, string?> TaggedOnlyValues = new(StringComparer.Ordinal)
    {
        ["v2-map"] = """{"$type": "map", "value": [[1, "one"], ["two", {"$type": "bigint", "value": "9007199254740993"}]]}""",
        ["v2-map-repeated"] = """{"$type": "map", "value": [["a", 1], ["a", 2]]}""",
        ["v2-lazy-map"] = """{"a": "1", "b": "Null"}""",
        ["v2-lazy-map-type-key"] = """{"$type": "object", "value": {"$type": "x"}}""",
        ["v2-float-not-finite"] = "null",
        ["v2-unsigned-small"] = "7",
        ["v2-text-like-tag"] = """{"Text": "hi"}""",
        ["v2-unknown-tag"] = """{"Keyword": {"$type": "bigint", "value": "9007199254740993"}}""",
    };

    public static TheoryData<int> Points => [.. Enumerable.Range(0, LegacyDatabase.LastPoint + 1)];

    [DatabaseTheory]
    [MemberData(nameof(Points))]
    public async Task Every_value_keeps_its_meaning_and_none_is_encoded_twice(int point)
    {
        var test = await migrated.DatabaseAsync(point);

        var expected = point == 0 ? Values : Values.Concat(TaggedOnlyValues).ToDictionary(StringComparer.Ordinal);
        var ids = await test.ReadTextsAsync("select id from tenant_kv order by id");
        var values = await test.ReadTextsAsync("select value::text from tenant_kv order by id");
        ids.ShouldBe(expected.Keys, ignoreOrder: true);
        foreach (var (id, value) in ids.Zip(values))
        {
            (value is null).ShouldBe(expected[id!] is null, id);
            JsonElement.DeepEquals(Json(value), Json(expected[id!])).ShouldBeTrue($"{id}: {value}");
        }
    }

    [DatabaseTheory]
    [MemberData(nameof(Points))]
    public async Task Every_row_keeps_its_name_but_for_the_order_of_its_scopes(int point)
    {
        var test = await migrated.DatabaseAsync(point);

        var rows = await test.ReadTextsAsync(KeyRows);
        rows.ShouldContain("text guild:100/text{}");
        rows.ShouldContain("scopes-unsorted guild:200/scoped{alpha,beta}");
        rows.ShouldContain("scopes-other-guild guild:201/scoped{alpha,beta}");
        rows.ShouldContain("scopes-repeated guild:200/repeated{x}");
        rows.ShouldContain("scopes-code-points guild:200/code-points{ﬀ,🔑}");
        rows.ShouldContain("twins-new guild:300/twins{a,b,c}");
        rows.ShouldContain("twins-old guild:300/twins{c,b,a}");
        rows.ShouldContain("taken-sorted guild:300/taken{a,b}");
        rows.ShouldContain("taken-unsorted guild:300/taken{b,a}");
        migrated.ProgressOf(point).OfType<MigrationProgress.Applied>().Single(applied => applied.Id == "kv_scopes_sorted")
            .Notices.ShouldHaveSingleItem().ShouldStartWith("2 keys stay out of reach");
    }

    [DatabaseTheory]
    [MemberData(nameof(Points))]
    public async Task Pending_expiries_are_kept_until_the_other_program_has_dropped_them(int point)
    {
        var test = await migrated.DatabaseAsync(point);

        var expiries = await test.ReadTextsAsync("""
            select format('%s:%s/%s%s %s', owner_type, owner_id, key, scopes, expires_at at time zone 'UTC') from tenant_kv_expiry order by expires_at
            """);
        expiries.ShouldBe(point == LegacyDatabase.LastPoint
            ? []
            : ["guild:400/expired{} 2020-01-01 00:00:00", "guild:400/expires{} 2100-01-01 00:00:00", "guild:400/expires{y,z} 2100-01-02 00:00:00"]);
    }

    [DatabaseTheory]
    [MemberData(nameof(Points))]
    public async Task States_of_tenants_are_carried_over(int point)
    {
        var test = await migrated.DatabaseAsync(point);

        var states = await test.ReadTextsAsync("""
            select format('%s:%s %s %s %s', owner_type, owner_id, events, banned, data) from tenant_state order by owner_type, owner_id
            """);
        states.ShouldBe(point >= 3
            ? ["guild:700 {e} t {\"seen\": 1}"]
            :
            [
                "guild:100 {message.create,guild.join} f {}",
                "guild:200 {} t {}",
                "guild:300 {} f {}",
                "guild:400 {b,a,c} t {}",
                "user:400 {d} f {}",
            ]);
    }

    [DatabaseTheory]
    [MemberData(nameof(Points))]
    public async Task Tables_of_other_programs_are_left_alone_and_dead_ones_go(int point)
    {
        var test = await migrated.DatabaseAsync(point);

        var tables = await test.ReadTextsAsync("select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace");
        foreach (var other in new[] { "global_kv", "users", "web_api_tokens", "shop_listings_v2", "cmd_usage_stats" })
        {
            (await test.ReadAsync<long>($"select count(*) from {other}")).ShouldBe(1);
        }

        tables.ShouldNotContain("guild_templates_kv");
        tables.Intersect(["guild_templates", "attached_templates", "template_shop_listings", "jobs", "ongoing_jobs"]).ShouldBeEmpty();
    }

    [DatabaseTheory]
    [MemberData(nameof(Points))]
    public async Task A_migrated_legacy_database_has_the_columns_of_a_new_one(int point)
    {
        const string columns = """
            select format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default)
            from information_schema.columns
            where table_name in ('tenant_kv', 'tenant_state', 'tenant_kv_expiry', '_migrations_applied')
            order by 1
            """;
        const string constraints = """
            select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
            where conrelid::regclass::text in ('tenant_kv', 'tenant_state', 'tenant_kv_expiry') order by 1
            """;
        const string indexes = "select indexdef from pg_indexes where tablename in ('tenant_kv', 'tenant_state', 'tenant_kv_expiry') order by 1";
        await using var fresh = await TestDatabase.CreateAsync();
        var test = await migrated.DatabaseAsync(point);

        foreach (var query in new[] { columns, constraints, indexes })
        {
            (await test.ReadTextsAsync(query)).ShouldBe(await fresh.ReadTextsAsync(query));
        }
    }

    [DatabaseTheory]
    [MemberData(nameof(Points))]
    public async Task A_not_null_constraint_that_the_server_stores_is_named_after_its_table_and_column(int point)
    {
        var test = await migrated.DatabaseAsync(point);

        (await test.ReadTextsAsync("""
            select conname::text from pg_constraint
            join pg_class on pg_class.oid = conrelid
            join pg_attribute on attrelid = conrelid and attnum = conkey[1]
            where contype = 'n' and relname in ('tenant_kv', 'tenant_state', 'tenant_kv_expiry')
                and conname <> format('%s_%s_not_null', relname, attname)
            """)).ShouldBeEmpty();
    }

    [DatabaseTheory]
    [MemberData(nameof(Points))]
    public async Task A_second_time_there_is_nothing_to_do(int point)
    {
        var test = await migrated.DatabaseAsync(point);
        var before = await test.ReadTextsAsync("select md5(string_agg(t::text || xmin::text, ',' order by id)) from tenant_kv t");

        (await MigratedLegacyDatabases.MigrateAsync(test)).ShouldBeEmpty();

        (await test.ReadTextsAsync("select md5(string_agg(t::text || xmin::text, ',' order by id)) from tenant_kv t")).ShouldBe(before);
    }

    [DatabaseFact]
    public async Task Values_that_an_interrupted_run_of_the_other_program_has_tagged_are_not_tagged_again()
    {
        await using var test = await LegacyDatabase.CreateAsync(0);
        await test.ExecuteAsync("""
            update guild_templates_kv set value = '{"Map": [[{"Text": "a"}, {"List": [{"Integer": 1}]}]]}' where id = 'object';
            update guild_templates_kv set value = '{"Text": "hello"}' where id = 'text'
            """);

        var progress = await MigratedLegacyDatabases.MigrateAsync(test);

        (await test.ReadAsync<string>("select value::text from tenant_kv where id = 'object'")).ShouldBe("""{"a": [1]}""");
        (await test.ReadAsync<string>("select value::text from tenant_kv where id = 'text'")).ShouldBe("\"hello\"");
        progress.OfType<MigrationProgress.Applied>().First().Notices.ShouldHaveSingleItem().ShouldStartWith("2 values had the tagged form");
    }

    [DatabaseFact]
    public async Task An_authors_own_object_that_looks_converted_keeps_its_meaning_where_no_conversion_has_begun()
    {
        await using var test = await LegacyDatabase.CreateAsync(0);
        await test.ExecuteAsync("""
            update guild_templates_kv set value = '{"Text": "hi"}' where id = 'text';
            update guild_templates_kv set value = '7' where id = 'integer'
            """);

        await MigratedLegacyDatabases.MigrateAsync(test);

        (await test.ReadAsync<string>("select value::text from tenant_kv where id = 'text'")).ShouldBe("""{"Text": "hi"}""");
    }

    // Where each value was written: u first form, t a value that may be either, c one that only the conversion writes.
    [DatabaseTheory]
    [InlineData("u", LegacyValues.First)]
    [InlineData("tu", LegacyValues.First)]
    [InlineData("tuu", LegacyValues.First)]
    [InlineData("utu", LegacyValues.First)]
    [InlineData("c", LegacyValues.Mixed)]
    [InlineData("tc", LegacyValues.Mixed)]
    [InlineData("uc", LegacyValues.Mixed)]
    [InlineData("cu", LegacyValues.Mixed)]
    [InlineData("utc", LegacyValues.Mixed)]
    [InlineData("uct", LegacyValues.Mixed)]
    [InlineData("ut", null)]
    [InlineData("uut", null)]
    [InlineData("t", null)]
    [InlineData("tuc", null)]
    [InlineData("cut", LegacyValues.Mixed)]
    [InlineData("ttu", LegacyValues.First)]
    public async Task What_looks_converted_is_taken_by_the_evidence_of_the_whole_table(string order, LegacyValues? decided)
    {
        await using var test = await LegacyDatabase.CreateAsync(0);
        await test.ExecuteAsync("delete from guild_templates_kv");
        for (var row = 0; row < order.Length; row++)
        {
            var value = order[row] switch { 'u' => "\"plain\"", 't' => """{"Text": "hi"}""", _ => """{"List": [{"Integer": 1}]}""" };
            await test.ExecuteAsync($"insert into guild_templates_kv (guild_id, key, value, id) values ('1', 'k{row}', '{value}', '{row}')");
        }

        if (decided is null)
        {
            var stop = await Should.ThrowAsync<StorageException>(MigratedLegacyDatabases.MigrateAsync(test));

            stop.Message.ShouldContain($"{order.Count(kind => kind == 'u')} values that are not converted, {order.Count(kind => kind == 'c')} that only");
            stop.Message.ShouldContain($"'{order.IndexOf('t')}'");
            stop.Message.ShouldContain("--legacy-values first");
            (await test.ReadAsync<long>("select count(*) from guild_templates_kv")).ShouldBe(order.Length);
            return;
        }

        await MigratedLegacyDatabases.MigrateAsync(test);

        await RequireAsync(test, order, decided.Value);
    }

    [DatabaseTheory]
    [InlineData(LegacyValues.First)]
    [InlineData(LegacyValues.Mixed)]
    public async Task The_operator_decides_where_the_evidence_does_not(LegacyValues decision)
    {
        await using var test = await LegacyDatabase.CreateAsync(0);
        await test.ExecuteAsync("""
            delete from guild_templates_kv;
            insert into guild_templates_kv (guild_id, key, value, id) values ('1', 'k0', '"plain"', '0'), ('1', 'k1', '{"Text": "hi"}', '1')
            """);

        await new Migrator(test.Database, TimeProvider.System) { LegacyValues = decision }.ApplyAsync(_ => { }, CancellationToken.None);

        await RequireAsync(test, "ut", decision);
    }

    [DatabaseFact]
    public async Task In_a_restored_dump_few_values_that_look_converted_are_authors_own()
    {
        await using var test = await LegacyDatabase.CreateAsync(0);
        await test.ExecuteAsync("""
            delete from guild_templates_kv;
            insert into guild_templates_kv (guild_id, key, value, id)
            values ('1', 'k0', '"plain"', '0'), ('1', 'k1', '{"Text": "hi"}', '1'), ('1', 'k2', '"plain"', '2')
            """);

        await MigratedLegacyDatabases.MigrateAsync(test);

        await RequireAsync(test, "utu", LegacyValues.First);
    }

    private static async Task RequireAsync(TestDatabase test, string order, LegacyValues decided)
    {
        var values = await test.ReadTextsAsync("select value::text from tenant_kv order by id");
        var expected = order.Select(kind => (kind, decided) switch
        {
            ('u', _) => "\"plain\"",
            ('t', LegacyValues.First) => """{"Text": "hi"}""",
            ('t', _) => "\"hi\"",
            (_, LegacyValues.First) => """{"List": [{"Integer": 1}]}""",
            _ => "[1]",
        });
        values.ShouldBe(expected);
    }

    [DatabaseFact]
    public async Task Times_of_rows_are_kept()
    {
        await using var test = await LegacyDatabase.CreateAsync(0);
        const string times = "select string_agg(id || created_at || last_updated_at, ',' order by id) from ";
        var before = await test.ReadAsync<string>(times + "guild_templates_kv");

        await MigratedLegacyDatabases.MigrateAsync(test);

        (await test.ReadAsync<string>(times + "tenant_kv")).ShouldBe(before);
    }

    private static JsonElement Json(string? text) => JsonElement.Parse(text ?? "null");
}
