using System.Net;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Connections;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Api.Tests.Connections;

public sealed class ConnectionCountsTests
{
    private static readonly IPAddress One = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress Two = IPAddress.Parse("10.0.0.2");
    private static readonly Caller Ops = new("ops", TokenRole.Admin, null);
    private static readonly Caller Bot = new("bot", TokenRole.Admin, null);

    [Fact]
    public void An_address_has_its_limit_and_leaves_room_for_others()
    {
        var counts = new ConnectionCounts(new ConnectionLimits { PerAddress = 2 });

        counts.Add(One).ShouldBeNull();
        counts.Add(One).ShouldBeNull();
        counts.Add(One).ShouldBe(ConnectionLimit.PerAddress);
        counts.Add(Two).ShouldBeNull();
        counts.Remove(One, null);
        counts.Add(One).ShouldBeNull();
        counts.Add(One).ShouldBe(ConnectionLimit.PerAddress);
    }

    [Fact]
    public void All_have_a_limit_together()
    {
        var counts = new ConnectionCounts(new ConnectionLimits { All = 2 });

        counts.Add(One).ShouldBeNull();
        counts.Add(Two).ShouldBeNull();
        counts.Add(Two).ShouldBe(ConnectionLimit.All);
        counts.Remove(One, null);
        counts.Add(Two).ShouldBeNull();
    }

    [Fact]
    public void A_connection_counts_for_its_latest_token()
    {
        var counts = new ConnectionCounts(new ConnectionLimits { PerToken = 1 });

        counts.TryMove(null, Ops).ShouldBeTrue();
        counts.TryMove(null, Ops).ShouldBeFalse();
        counts.TryMove(null, Bot).ShouldBeTrue();
        counts.TryMove(Ops, Bot).ShouldBeFalse();
        counts.Remove(One, Bot);
        counts.TryMove(Ops, Bot).ShouldBeTrue();
        counts.TryMove(null, Ops).ShouldBeTrue();
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("::1", "::")]
    public void A_client_has_an_address_or_a_network_of_64_bits(string remote, string client) =>
        ClientAddress.Of(new IPEndPoint(IPAddress.Parse(remote), 1)).ShouldBe(IPAddress.Parse(client));
}
