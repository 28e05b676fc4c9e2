using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Plans;

/// <summary>No statement's cost grows with dead rows, missing statistics or the number of rows of others.</summary>
public sealed class StatementPlanTests
{
    /// <summary>From the sixth on, the server may keep one plan for all values of a prepared statement.</summary>
    private const int Rounds = 7;

    [DatabaseTheory]
    [InlineData(DatabaseState.NeverAnalyzed)]
    [InlineData(DatabaseState.VacuumedEmpty)]
    [InlineData(DatabaseState.Full)]
    [InlineData(DatabaseState.HeldSnapshot)]
    public async Task Every_statement_reads_little_more_than_it_uses(DatabaseState state)
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var world = new PlanWorld(test);
        await world.PrepareAsync(state);
        var plans = await ExecuteAsync(test, world, state);

        plans.SelectMany(plan => PlanRules.Faults(plan).Select(fault => $"{fault}: {plan.Sql[..Math.Min(plan.Sql.Length, 300)]}")).Distinct().ShouldBeEmpty();

        var tables = (await world.TablesAsync()).OfType<string>().ToList();
        var statements = plans.Select(plan => plan.Sql).Distinct().ToList();
        StatementTexts.Find(tables).Where(text => !statements.Exists(text.Pattern.IsMatch)).Select(text => text.Name)
            .ShouldBeEmpty("EveryStatement runs these, too");
        StatementTexts.MissingIn(await world.FunctionsAsync(), statements, tables).ShouldBeEmpty("EveryStatement calls the function");
    }

    private static async Task<List<ExecutedPlan>> ExecuteAsync(TestDatabase test, PlanWorld world, DatabaseState state)
    {
        await using var tap = await PlanTap.StartAsync(test);
        await using var database = await tap.OpenAsync();
        await using var other = await tap.ConnectAsync();
        using var statements = new EveryStatement(database, other, test);
        await statements.BeginAsync();
        await statements.RunAsync();
        var plans = tap.Take();
        if (state is DatabaseState.HeldSnapshot)
        {
            // The first round also finds out what later ones remember: up to where there is nothing but dead rows.
            plans.Clear();
        }

        await RunAsync(statements, Rounds - 1);
        if (await world.FillInUseAsync(state))
        {
            await RunAsync(statements, 2);
        }

        plans.AddRange(tap.Take());
        return plans;
    }

    private static async Task RunAsync(EveryStatement statements, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            await statements.RunAsync();
        }

        statements.WriteManyKeys();
    }
}
