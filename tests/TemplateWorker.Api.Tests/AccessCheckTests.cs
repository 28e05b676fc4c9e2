using Microsoft.Extensions.Primitives;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Api.Tests;

public sealed class AccessCheckTests
{
    private const string Admin = "admin-token-of-a-test";
    private const string Tenant = "tenant-token-of-a-test";

    private static readonly TenantId One = new("guild", "1");
    private static readonly TenantId Two = new("guild", "2");

    [Theory]
    [InlineData($"Bearer {Admin}", "root")]
    [InlineData($"bearer {Admin}", "root")]
    [InlineData($"BEARER   {Tenant} ", "one")]
    public void A_known_token_tells_who_calls(string header, string name)
    {
        Check().Identify(header, out var problem).ShouldNotBeNull().Name.ShouldBe(name);
        problem.ShouldBeNull();
    }

    [Theory]
    [InlineData(null, "Bearer")]
    [InlineData("", "Bearer")]
    [InlineData("Bearer", "Bearer")]
    [InlineData($"Basic {Admin}", "Bearer")]
    [InlineData(Admin, "Bearer")]
    [InlineData("Bearer ", "Bearer error=\"invalid_token\"")]
    [InlineData($"Bearer {Admin}x", "Bearer error=\"invalid_token\"")]
    [InlineData("Bearer admin-token-of-a-tes", "Bearer error=\"invalid_token\"")]
    [InlineData("Bearer ADMIN-TOKEN-OF-A-TEST", "Bearer error=\"invalid_token\"")]
    public void Anything_else_is_challenged(string? header, string challenge)
    {
        Check().Identify(header, out var problem).ShouldBeNull();
        problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKinds.Unauthorized);
        problem.Challenge.ShouldBe(challenge);
    }

    [Fact]
    public void Two_headers_are_nobodys_and_so_is_a_token_of_any_length()
    {
        Check().Identify(new StringValues([$"Bearer {Admin}", $"Bearer {Admin}"]), out _).ShouldBeNull();
        Check().Identify($"Bearer {new string('é', 100_000)}", out _).ShouldBeNull();
        Check().Identify($"Bearer {new string('é', 512)}", out _).ShouldBeNull();
    }

    [Fact]
    public void Without_tokens_anyone_may_do_everything()
    {
        new AccessCheck(new TokenTable([]), Issued()).Identify(default, out _).ShouldNotBeNull().Role.ShouldBe(TokenRole.Admin);
    }

    [Theory]
    [InlineData(TokenRole.Admin, "own read, own change, other read, other change, all read, all change")]
    [InlineData(TokenRole.Operator, "own read, other read, all read")]
    [InlineData(TokenRole.Tenant, "own read, own change")]
    [InlineData(TokenRole.TenantRead, "own read")]
    public void A_role_reaches_what_it_may_and_nothing_else(TokenRole role, string expected)
    {
        var caller = new Caller("x", role, role.HasTenant() ? One : null);
        (string Name, RouteAccess Access, TenantId Tenant)[] places =
            [("own", RouteAccess.Tenant, One), ("other", RouteAccess.Tenant, Two), ("all", RouteAccess.Admin, default)];

        var allowed = places.SelectMany(place => Enum.GetValues<RouteUse>()
            .Where(use => AccessCheck.Refuse(caller, place.Access, use, place.Tenant) is null)
            .Select(use => $"{place.Name} {(use == RouteUse.Read ? "read" : "change")}"));

        string.Join(", ", allowed).ShouldBe(expected);
        AccessCheck.Refuse(caller, RouteAccess.Open, RouteUse.Change, Two).ShouldBeNull();
        AccessCheck.Refuse(caller with { Role = TokenRole.TenantRead, Tenant = One }, RouteAccess.Admin, RouteUse.Read, One).ShouldNotBeNull()
            .Kind.ShouldBe(ProblemKinds.Forbidden);
    }

    private static AccessCheck Check() => new(
        new TokenTable(
        [
            new TokenOptions { Name = "root", Role = TokenRole.Admin, Token = new Secret(Admin) },
            new TokenOptions { Name = "one", Role = TokenRole.Tenant, Tenant = One, Token = new Secret(Tenant) },
        ]),
        Issued());

    // None is ever read here.
    private static IssuedTokens Issued() => new(null!, TimeProvider.System);
}
