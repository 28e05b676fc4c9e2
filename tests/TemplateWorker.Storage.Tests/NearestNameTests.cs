namespace TemplateWorker.Storage.Tests;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["count", "queue", "memory", "heartbeat_interval", "heartbeat_timeout"];

    [Theory]
    [InlineData("cuont", "count")]
    [InlineData("COUNT", "count")]
    [InlineData("counts", "count")]
    [InlineData("heartbeat_intervall", "heartbeat_interval")]
    [InlineData("heartbeattimeout", "heartbeat_timeout")]
    public void A_slip_finds_the_name_that_was_meant(string typed, string meant) => NearestName.Find(typed, Names).ShouldBe(meant);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("entirely_different")]
    public void Something_else_finds_nothing(string typed) => NearestName.Find(typed, Names).ShouldBeNull();

    [Fact]
    public void Among_no_names_nothing_is_found() => NearestName.Find("count", []).ShouldBeNull();

    [Fact]
    public void A_text_of_any_length_costs_little() => NearestName.Find(new string('x', 10_000_000), Names).ShouldBeNull();
}
