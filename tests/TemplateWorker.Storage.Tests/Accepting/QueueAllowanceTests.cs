using TemplateWorker.Storage.Accepting;

namespace TemplateWorker.Storage.Tests.Accepting;

public sealed class QueueAllowanceTests
{
    private static readonly TenantId Tenant = new("guild", "1");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nobody_has_an_allowance_before_the_queue_was_counted()
    {
        new QueueAllowance().Take(Tenant, 100, Start).Left.ShouldBe(0);
    }

    [Theory]
    [InlineData(0, 50)]
    [InlineData(90, 5)]
    [InlineData(97, 2)]
    [InlineData(99, 1)]
    public void A_count_grants_half_of_the_room_it_found(int queued, int granted)
    {
        var allowances = new QueueAllowance();

        allowances.GrantBy(Tenant, 100, queued, Start);

        allowances.Take(Tenant, 100, Start).Left.ShouldBe(granted);
    }

    [Fact]
    public void A_grant_is_used_up_by_those_who_take_it()
    {
        var allowances = new QueueAllowance();
        allowances.GrantBy(Tenant, 100, 90, Start);

        allowances.GiveBack(Tenant, allowances.Take(Tenant, 100, Start), 2, Start);
        allowances.GiveBack(Tenant, allowances.Take(Tenant, 100, Start), 2, Start);

        allowances.Take(Tenant, 100, Start).Left.ShouldBe(1);
        allowances.Take(Tenant, 100, Start).Left.ShouldBe(0);
    }

    [Fact]
    public void A_grant_is_void_after_ten_seconds_and_under_another_limit()
    {
        var allowances = new QueueAllowance();
        allowances.GrantBy(Tenant, 100, 0, Start);

        allowances.Take(Tenant, 99, Start).Left.ShouldBe(0);
        allowances.Take(Tenant, 100, Start + QueueAllowance.GrantTime).Left.ShouldBe(0);
        allowances.Take(Tenant, 100, Start + TimeSpan.FromSeconds(9)).Left.ShouldBe(50);
    }

    [Theory]
    [InlineData(9, 200_000)]
    [InlineData(10, 100_000)]
    [InlineData(20, 50_000)]
    [InlineData(49, 12_500)]
    [InlineData(59, 6_250)]
    [InlineData(60, 0)]
    public void A_grant_that_is_costly_to_count_anew_halves_every_ten_seconds_until_it_is_small(int seconds, int left)
    {
        var allowances = new QueueAllowance();
        allowances.GrantBy(Tenant, 1_000_000, 600_000, Start);

        allowances.Take(Tenant, 1_000_000, Start + TimeSpan.FromSeconds(seconds)).Left.ShouldBe(left);
    }

    [Fact]
    public void A_queue_that_was_found_full_is_taken_for_full_for_a_moment()
    {
        var allowances = new QueueAllowance();

        allowances.GrantBy(Tenant, 100, 101, Start);

        allowances.Take(Tenant, 100, Start).FoundFull.ShouldBe(101);
        allowances.Take(Tenant, 100, Start).FoundFull.ShouldBe(101);
        allowances.Take(Tenant, 100, Start + QueueAllowance.FullTime).FoundFull.ShouldBeNull();
    }

    [Fact]
    public void Of_two_grants_made_at_the_same_time_the_smaller_one_holds()
    {
        var allowances = new QueueAllowance();

        allowances.GrantBy(Tenant, 100, 80, Start);
        allowances.GrantBy(Tenant, 100, 20, Start);

        allowances.Take(Tenant, 100, Start).Left.ShouldBe(10);
    }

    [Fact]
    public void Tenants_that_no_longer_send_are_forgotten()
    {
        var allowances = new QueueAllowance();
        for (var number = 0; number < 1_000; number++)
        {
            allowances.GrantBy(new TenantId("guild", $"{number}"), 100, 0, Start);
        }

        allowances.GrantBy(Tenant, 100, 0, Start + (2 * QueueAllowance.GrantTime));

        allowances.Count.ShouldBe(1);
    }
}
