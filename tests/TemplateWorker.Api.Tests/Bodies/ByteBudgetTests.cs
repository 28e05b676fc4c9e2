using TemplateWorker.Api.Bodies;

namespace TemplateWorker.Api.Tests.Bodies;

public sealed class ByteBudgetTests
{
    [Fact]
    public void One_owner_leaves_room_to_the_others_and_all_together_have_a_bound()
    {
        var budget = new ByteBudget(total: 100, perOwner: 60);

        budget.Take("a", 60).ShouldBe(BudgetAnswer.Taken);
        budget.Take("a", 1).ShouldBe(BudgetAnswer.OwnerFull);
        budget.Take("b", 40).ShouldBe(BudgetAnswer.Taken);
        budget.Take("c", 1).ShouldBe(BudgetAnswer.AllFull);
        budget.Used.ShouldBe(100);
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again()
    {
        var budget = new ByteBudget(total: 100, perOwner: 60);
        budget.Take("a", 60);

        budget.Return("a", 60);

        budget.Used.ShouldBe(0);
        budget.Take("a", 60).ShouldBe(BudgetAnswer.Taken);
    }

    [Fact]
    public void Text_that_is_made_of_a_body_pays_twice_its_bytes_until_it_is_no_longer_needed()
    {
        var budget = new ByteBudget(total: 100 << 10, perOwner: 100 << 10);
        var bytes = new PooledBytes(4_096, 0, new BodyShare(budget, "a"));
        bytes.Append(new(new byte[4_096])).ShouldBe(BudgetAnswer.Taken);

        bytes.TryHandOver(out var paying).ShouldBe(BudgetAnswer.Taken);
        bytes.Dispose();

        budget.Used.ShouldBe(8_192);
        paying!.Dispose();
        budget.Used.ShouldBe(0);
    }

    [Fact]
    public void Text_for_which_the_budget_has_no_room_is_not_made()
    {
        var budget = new ByteBudget(total: 6 << 10, perOwner: 6 << 10);
        using (var bytes = new PooledBytes(4_096, 0, new BodyShare(budget, "a")))
        {
            bytes.Append(new(new byte[4_096])).ShouldBe(BudgetAnswer.Taken);

            bytes.TryHandOver(out var paying).ShouldNotBe(BudgetAnswer.Taken);
            paying.ShouldBeNull();
        }

        budget.Used.ShouldBe(0);
    }

    [Fact]
    public void A_body_pays_for_what_it_holds_and_only_while_it_holds_it()
    {
        var budget = new ByteBudget(total: 10 << 20, perOwner: 8 << 20);
        var bytes = new PooledBytes(4_096, 5 << 20, new BodyShare(budget, "a"));
        var part = new byte[1 << 20];

        for (var i = 0; i < 5; i++)
        {
            bytes.Append(new(part)).ShouldBe(BudgetAnswer.Taken);
        }

        budget.Used.ShouldBe(5 << 20, "a large body grows to its announced length at once");
        bytes.Append(new(new byte[4 << 20])).ShouldBe(BudgetAnswer.OwnerFull);
        bytes.Length.ShouldBe(5 << 20);
        bytes.Dispose();
        budget.Used.ShouldBe(0);
    }
}
