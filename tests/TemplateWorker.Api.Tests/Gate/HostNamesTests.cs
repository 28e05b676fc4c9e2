using System.Net;
using TemplateWorker.Api.Gate;

namespace TemplateWorker.Api.Tests.Gate;

public sealed class HostNamesTests
{
    private static readonly HostNames Names = new(["api.example.com", "worker", "[fd00::1]"]);

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:8080")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.9.8.7:8080")]
    [InlineData("[::1]")]
    [InlineData("[::1]:8080")]
    [InlineData("[::ffff:127.0.0.1]:8080")]
    [InlineData("10.0.0.5:8080")]
    [InlineData("api.example.com")]
    [InlineData("API.Example.com:443")]
    [InlineData("worker:8080")]
    [InlineData("[fd00::1]:8080")]
    public void Loopback_the_address_connected_to_and_the_further_names_are_the_servers(string host) =>
        Names.Has(host, IPAddress.Parse("::ffff:10.0.0.5")).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData(":8080")]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example:8080")]
    [InlineData("evil-localhost")]
    [InlineData("10.0.0.6:8080")]
    [InlineData("[fd00::2]:8080")]
    [InlineData("www.api.example.com")]
    public void Any_other_name_is_not(string host) => Names.Has(host, IPAddress.Parse("10.0.0.5")).ShouldBeFalse();
}
