using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Api.Access;
using TemplateWorker.Console.Login;
using TemplateWorker.Console.Sessions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Console.Tests.Decisions;

public sealed class SessionTests
{
    private const string Admin = "admin-token-of-a-test";
    private const string Tenant = "tenant-token-of-a-test";

    private readonly FakeTimeProvider _time = new();
    private readonly SessionTable _sessions;

    // No issued token is read, so no database is needed.
    public SessionTests() => _sessions = new SessionTable(
        new AccessCheck(new TokenTable(
        [
            new TokenOptions { Name = "root", Role = TokenRole.Admin, Token = new Secret(Admin) },
            new TokenOptions { Name = "one", Role = TokenRole.Tenant, Tenant = new("guild", "1"), Token = new Secret(Tenant) },
        ]), new IssuedTokens(new TokenStore(null!), _time)),
        TimeSpan.FromMinutes(30),
        _time);

    [Fact]
    public void The_oldest_session_of_a_token_makes_room_for_a_newer_one_and_those_of_others_stay()
    {
        var other = Start(Tenant);
        var first = Start(Admin);
        var second = Start(Admin);
        _time.Advance(TimeSpan.FromMinutes(1));
        _sessions.Find(first).ShouldNotBeNull();
        for (var more = 2; more <= SessionTable.MostOfToken; more++)
        {
            Start(Admin);
        }

        _sessions.Find(second).ShouldBeNull("it was unused for longest");
        _sessions.Find(first).ShouldNotBeNull();
        _sessions.Find(other).ShouldNotBeNull();
    }

    [Fact]
    public void A_session_that_was_idle_too_long_is_over()
    {
        var id = Start(Admin);
        _time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        _sessions.Find(id).ShouldNotBeNull();
        _time.Advance(TimeSpan.FromMinutes(30));

        _sessions.Find(id).ShouldBeNull();
        _sessions.Find("none").ShouldBeNull();
    }

    [Fact]
    public void A_wrong_token_begins_nothing()
    {
        _sessions.Start("wrong").ShouldBeOfType<SessionStart.WrongToken>();
        _sessions.Start(string.Empty).ShouldBeOfType<SessionStart.WrongToken>();
        _sessions.IsOpen.ShouldBeFalse();
    }

    [Theory]
    [InlineData("/console", "/console")]
    [InlineData("/console/tenants?search=a%3Ab", "/console/tenants?search=a%3Ab")]
    [InlineData("/console?x", "/console?x")]
    [InlineData(null, "/console")]
    [InlineData("", "/console")]
    [InlineData("/consolex", "/console")]
    [InlineData("//evil.example/console", "/console")]
    [InlineData("https://evil.example/console", "/console")]
    [InlineData("/console/\\evil.example", "/console")]
    [InlineData("/console/\r\nSet-Cookie: a=b", "/console")]
    public void A_log_in_leads_to_our_own_pages_alone(string? asked, string page) => NextPage.Of(asked).ShouldBe(page);

    private string Start(string token) => _sessions.Start(token).ShouldBeOfType<SessionStart.Started>().Id;
}
