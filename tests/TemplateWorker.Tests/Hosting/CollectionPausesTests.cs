using TemplateWorker.Worker;

namespace TemplateWorker.Tests.Hosting;

public sealed class CollectionPausesTests
{
    [Fact]
    public void Each_collection_is_noticed_also_after_the_first()
    {
        using var pauses = new CollectionPauses(TimeProvider.System);
        for (var round = 0; round < 3; round++)
        {
            var (before, noticed) = (CollectionPauses.Total, pauses.Noticed);

            // What tells of a collection survives one of another test that comes in the moment in which it is made, and is then older.
            for (var attempt = 0; pauses.Noticed == noticed && attempt < 5; attempt++)
            {
                GC.Collect(attempt == 0 ? 0 : GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
            }

            pauses.Noticed.ShouldBeGreaterThan(noticed);
            CollectionPauses.Total.ShouldBeGreaterThan(before);
            pauses.Longest.ShouldBeInRange(TimeSpan.FromTicks(1), CollectionPauses.Total);
        }
    }
}
