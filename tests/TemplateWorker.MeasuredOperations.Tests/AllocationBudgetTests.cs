using TemplateWorker.TestKit.Engines;

namespace TemplateWorker.MeasuredOperations.Tests;

public sealed class AllocationBudgetTests
{
    private static readonly IReadOnlyDictionary<string, long> Budgets = BudgetFile.Read(Path.Combine(AppContext.BaseDirectory, "budgets.json"));

    public static TheoryData<string> Names => [.. Operations.ByName.Keys.Where(name => name != Operations.JavaScriptCoreCall)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_allocates_no_more_than_its_budget(string name) => HoldsItsBudget(name);

    [LibraryFact]
    public void A_call_of_the_native_engine_allocates_no_more_than_its_budget() => HoldsItsBudget(Operations.JavaScriptCoreCall);

    [Fact]
    public void The_file_has_a_budget_for_each_operation_and_for_nothing_else()
    {
        Budgets.Keys.ShouldBe(Operations.ByName.Keys, ignoreOrder: true);
    }

    private static void HoldsItsBudget(string name)
    {
        using var operation = Operations.ByName[name]();

        var allocated = AllocationMeter.BytesPerOperation(operation);

        allocated.ShouldBeLessThanOrEqualTo(
            Budgets[name], $"'{name}' allocates {allocated} bytes, its budget is {Budgets[name]}. Allocate less, or measure anew with './dev bench --budgets' and say why in the commit.");
    }

    private sealed class LibraryFactAttribute : FactAttribute
    {
        public LibraryFactAttribute()
        {
            Skip = JavaScriptCoreLibrary.SkipReason!;
        }
    }
}
