using TemplateWorker.Worker;

namespace TemplateWorker.Tests.Hosting;

public sealed class CollectionPausesTests
{
    [Fact]
    public void Each_collection_is_noticed_also_after_the_first()
    {
        using var pauses = new CollectionPauses(TimeProvider.System);
        for (var collections = 1; collections <= 3; collections++)
        {
            var before = CollectionPauses.Total;
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();

            CollectionPauses.Total.ShouldBeGreaterThan(before);
            pauses.Noticed.ShouldBeGreaterThanOrEqualTo(collections);
            pauses.Longest.ShouldBeInRange(TimeSpan.FromTicks(1), CollectionPauses.Total);
        }
    }
}
