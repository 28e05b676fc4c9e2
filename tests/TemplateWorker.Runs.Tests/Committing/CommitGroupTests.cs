using TemplateWorker.Runs.Committing;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Storage.Committing;

namespace TemplateWorker.Runs.Tests.Committing;

public sealed class CommitGroupTests
{
    private const int Part = (int)(CommitGroups.MostBytes / 4);

    [Fact]
    public void A_group_ends_before_the_run_that_would_make_it_too_large()
    {
        var queue = Queued(Part, Part, Part, Part, Part);

        Weights(Next(queue)).ShouldBe([Part, Part, Part, Part]);
        Weights(Next(queue)).ShouldBe([Part]);
        Next(queue).ShouldBeEmpty();
    }

    [Fact]
    public void A_run_that_is_larger_than_a_group_is_a_group_of_its_own()
    {
        var queue = Queued(Part, 8 * Part, Part);

        Weights(Next(queue)).ShouldBe([Part]);
        Weights(Next(queue)).ShouldBe([8 * Part]);
        Weights(Next(queue)).ShouldBe([Part]);
    }

    [Fact]
    public void A_group_has_at_most_as_many_runs_as_one_statement_takes()
    {
        var queue = Queued([.. Enumerable.Repeat(600, RunCommitter.MaxGroup + 1)]);

        Next(queue).Count.ShouldBe(RunCommitter.MaxGroup);
        Next(queue).Count.ShouldBe(1);
    }

    [Fact]
    public void A_tenant_with_large_commits_gets_as_many_bytes_of_the_committer_as_one_with_less_large_ones()
    {
        var queue = new ByteShareQueue();
        var (large, small) = (Requests.Session("large"), Requests.Session("small"));
        queue.Add(Requests.Of(large, 4_000));
        queue.Add(Requests.Of(small, 1_000));

        List<string> order = [];
        for (var i = 0; i < 10; i++)
        {
            var request = queue.Take();
            order.Add(request.Session.Tenant.OwnerId);

            // Its next run ends at once.
            queue.Add(Requests.Of(request.Session, request.Weight));
        }

        order.ShouldBe(["large", "small", "small", "small", "small", "large", "small", "small", "small", "small"]);
    }

    [Fact]
    public void A_tenant_that_comes_back_is_not_paid_for_the_time_of_its_absence()
    {
        var queue = new ByteShareQueue();
        var (busy, back) = (Requests.Session("busy"), Requests.Session("back"));
        for (var i = 0; i < 5; i++)
        {
            queue.Add(Requests.Of(busy, 1_000));
            queue.Take();
        }

        queue.Add(Requests.Of(back, 1_000));
        queue.Take();
        queue.Add(Requests.Of(back, 1_000));
        queue.Add(Requests.Of(busy, 1_000));

        queue.Take().Session.ShouldBe(back);
        queue.Add(Requests.Of(back, 1_000));
        queue.Take().Session.ShouldBe(busy);
    }

    private static ArrivalQueue Queued(params int[] weights)
    {
        var queue = new ArrivalQueue();
        foreach (var (place, weight) in weights.Index())
        {
            queue.Add(Requests.Of(Requests.Session($"{place}"), weight));
        }

        return queue;
    }

    private static List<CommitRequest> Next(ICommitQueue queue)
    {
        var group = new List<CommitRequest>();
        CommitGroups.Fill(group, queue);
        return group;
    }

    private static IEnumerable<long> Weights(List<CommitRequest> group) => group.Select(request => request.Weight);
}
