using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Plans;

/// <summary>No statement that is run for one tenant changes a row of another.</summary>
public sealed class TwinTests
{
    [DatabaseFact]
    public async Task Rows_of_tenants_that_have_all_names_of_another_stay_as_they_are_whatever_is_done_to_it()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var database = await test.OpenAsync();
        await using var other = await test.ConnectAsync();
        using var statements = new EveryStatement(database, other, test);
        var twins = new Twins(test);
        await twins.BeginAsync();

        await statements.BeginAsync();
        for (var round = 0; round < 3; round++)
        {
            await statements.RunAsync();
        }

        (await twins.CopiedAsync()).ShouldBe(await twins.TablesAsync(), "every statement inserts a row of the subject into each of them");
        (await twins.TouchedAsync()).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_statement_that_forgets_the_type_of_its_owner_is_found()
    {
        await using var test = await TestDatabase.CreateAsync();
        var twins = new Twins(test);
        await twins.BeginAsync();
        await test.ExecuteAsync("insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'k', '1')");
        (await twins.TouchedAsync()).ShouldBeEmpty();

        await test.ExecuteAsync("update tenant_kv set value = '2' where owner_id = '1' and key = 'k'");

        (await twins.TouchedAsync()).ShouldHaveSingleItem().ShouldContain("\"owner_type\": \"user\"");
    }
}
