using TemplateWorker.TestKit;

namespace TemplateWorker.Storage.Tests;

/// <summary>Rules that drifted apart while they stood in several places. A second copy fails here.</summary>
public sealed class SharedRuleTests
{
    [Theory]
    [InlineData("insert into deliveries", "Storage/Deliveries/DeliveryInsert.cs", "Storage/Migrations/Steps/EmitFunction.cs", "Storage/Migrations/Steps/EmitWithinLimit.cs")]
    [InlineData("txid_current()", "Storage/Deliveries/DeliveryInsert.cs", "Storage/Feeding/SweepSlots.cs", "Storage/Migrations/Steps/EmitFunction.cs", "Storage/Migrations/Steps/EmitWithinLimit.cs")]
    [InlineData("from delayed_deliveries q", "Storage/Deliveries/QueueCount.cs")]
    [InlineData("insert into schedules", "Storage/Schedules/ScheduleUpsert.cs")]
    [InlineData("order by {column} limit 1", "Storage/Deliveries/UntilNext.cs")]
    [InlineData("{since} < now() - $1", "Storage/Idempotency/DeleteExpired.cs")]
    [InlineData(", 0, .. ", "Storage/Deliveries/EventFingerprint.cs")]
    [InlineData("power(2", "Storage/Policies/RetryPlan.cs")]
    [InlineData("RestAfterKill *", "Storage/Policies/RetryPlan.cs")]
    [InlineData("select distinct owner_type, owner_id, max_queued, floor", "Storage/Deliveries/QueueCount.cs")]
    [InlineData("\"clock_gettime\"", "JavaScript/Port/ThreadClock.cs")]
    [InlineData("MAX_SCHEDULE_NAME =", "JavaScript/JavaScriptCore/Bootstrap/BootstrapScript.cs")]
    public void A_rule_stands_in_one_place(string text, params string[] files) => FilesWith(text).ShouldBe(files);

    private static IEnumerable<string> FilesWith(string text)
    {
        var source = RepositoryFiles.PathOf("src");
        return from pattern in new[] { "*.cs", "*.js" }
               from file in Directory.EnumerateFiles(source, pattern, SearchOption.AllDirectories)
               let path = Path.GetRelativePath(source, file).Replace('\\', '/')
               where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
               where File.ReadAllText(file).Contains(text, StringComparison.Ordinal)
               let name = path["TemplateWorker.".Length..]
               orderby name
               select name;
    }
}
