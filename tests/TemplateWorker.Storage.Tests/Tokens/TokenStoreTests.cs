using System.Security.Cryptography;
using System.Text;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Tokens;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Tokens;

public sealed class TokenStoreTests
{
    private static readonly Actor Actor = new("config token 'root'", "127.0.0.1");
    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task Of_a_token_only_its_hash_and_its_prefix_are_stored()
    {
        await using var test = await TestDatabase.CreateAsync();

        var issued = await IssueAsync(new TokenStore(test.Database), new TokenDraft("ci", TokenRole.Tenant, Tenant, TimeSpan.FromHours(1)));

        var text = issued.Text.Reveal();
        text.ShouldMatch("^tw_[a-z2-7]{10}_[A-Za-z0-9_-]{43}$");
        text.ShouldStartWith(issued.Token.Prefix);
        issued.Token.ExpiresAt.ShouldBe(issued.Token.CreatedAt.AddHours(1));
        (await test.ReadAsync<byte[]>("select hash from tokens")).ShouldBe(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        (await test.ReadAsync<string>("select to_jsonb(t)::text || (select string_agg(to_jsonb(a)::text, '') from audit_log a) from tokens t")).ShouldNotBeNull().ShouldNotContain(text[14..]);
    }

    [DatabaseFact]
    public async Task Two_tokens_are_never_the_same_even_with_one_name()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TokenStore(test.Database);
        var draft = new TokenDraft("ci", TokenRole.Admin, null, null);

        var (first, second) = (await IssueAsync(store, draft), await IssueAsync(store, draft));

        first.Text.Reveal().ShouldNotBe(second.Text.Reveal());
        first.Token.Prefix.ShouldNotBe(second.Token.Prefix);
    }

    [DatabaseFact]
    public async Task A_revoked_token_is_not_valid_and_stays_listed()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TokenStore(test.Database);
        var prefix = (await IssueAsync(store, new TokenDraft("ci", TokenRole.Operator, null, null))).Token.Prefix;
        (await store.ReadValidAsync("", CancellationToken.None)).ShouldHaveSingleItem().Token.Prefix.ShouldBe(prefix);

        (await store.RevokeAsync(Actor, prefix, CancellationToken.None)).ShouldBe(TokenRevocation.Revoked);

        (await store.ReadValidAsync("", CancellationToken.None)).ShouldBeEmpty();
        (await store.ReadValidAsync([prefix], CancellationToken.None)).ShouldBeEmpty();
        (await store.ListAsync(null, "", 10, CancellationToken.None)).ShouldHaveSingleItem().RevokedAt.ShouldNotBeNull();
        (await store.RevokeAsync(Actor, prefix, CancellationToken.None)).ShouldBe(TokenRevocation.Unchanged);
        (await store.RevokeAsync(Actor, "tw_aaaaaaaaaa", CancellationToken.None)).ShouldBe(TokenRevocation.NotFound);
        (await test.ReadAsync<long>("select count(*) from audit_log where action = 'tokens.revoke'")).ShouldBe(1, "what changed nothing is not recorded");
    }

    [DatabaseFact]
    public async Task A_rotated_token_and_its_successor_are_valid_until_the_overlap_is_over()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TokenStore(test.Database);
        var old = (await IssueAsync(store, new TokenDraft("ci", TokenRole.TenantRead, Tenant, TimeSpan.FromDays(7)))).Token;

        var successor = (await store.RotateAsync(Actor, old.Prefix, TimeSpan.FromMinutes(5), null, CancellationToken.None))
            .ShouldBeOfType<TokenOutcome.Done>().Issued.Token;

        (successor.Name, successor.Role, successor.Tenant).ShouldBe(("ci", TokenRole.TenantRead, Tenant));
        (successor.ExpiresAt - successor.CreatedAt).ShouldBe(TimeSpan.FromDays(7));
        (await store.ReadValidAsync("", CancellationToken.None)).Select(valid => valid.Token.Prefix).ShouldBe([old.Prefix, successor.Prefix], ignoreOrder: true);
        (await store.ReadValidAsync([old.Prefix], CancellationToken.None))[0].Token.ExpiresAt.ShouldBe(successor.CreatedAt.AddMinutes(5));
        await test.ExecuteAsync($"update tokens set expires_at = now() where prefix = '{old.Prefix}'");
        (await store.ReadValidAsync("", CancellationToken.None)).ShouldHaveSingleItem().Token.Prefix.ShouldBe(successor.Prefix);
        (await store.RotateAsync(Actor, old.Prefix, TimeSpan.Zero, null, CancellationToken.None)).ShouldBeOfType<TokenOutcome.Ended>();
    }

    [DatabaseFact]
    public async Task A_rotation_does_not_prolong_the_old_token()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TokenStore(test.Database);
        var old = (await IssueAsync(store, new TokenDraft("ci", TokenRole.Admin, null, TimeSpan.FromMinutes(2)))).Token;

        await store.RotateAsync(Actor, old.Prefix, TimeSpan.FromHours(1), TimeSpan.FromHours(3), CancellationToken.None);

        (await store.ReadValidAsync([old.Prefix], CancellationToken.None))[0].Token.ExpiresAt.ShouldBe(old.ExpiresAt);
        (await store.RotateAsync(Actor, "tw_aaaaaaaaaa", TimeSpan.Zero, null, CancellationToken.None)).ShouldBeOfType<TokenOutcome.Unknown>();
    }

    [DatabaseFact]
    public async Task One_token_beyond_the_limit_is_not_issued_and_not_recorded()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TokenStore(test.Database);
        var draft = new TokenDraft("ci", TokenRole.Admin, null, null);
        var first = (await store.CreateAsync(Actor, draft, 2, CancellationToken.None)).ShouldBeOfType<TokenOutcome.Done>().Issued;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => store.CreateAsync(Actor, draft, 2, CancellationToken.None)));

        outcomes.OfType<TokenOutcome.Done>().Count().ShouldBe(1);
        outcomes.OfType<TokenOutcome.TooMany>().ShouldAllBe(refused => refused.Limit == 2);
        (await test.ReadAsync<long>("select count(*) from audit_log")).ShouldBe(2);
        await store.RevokeAsync(Actor, first.Token.Prefix, CancellationToken.None);
        (await store.CreateAsync(Actor, draft, 2, CancellationToken.None)).ShouldBeOfType<TokenOutcome.Done>();
    }

    [DatabaseFact]
    public async Task The_later_of_two_uses_stays()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TokenStore(test.Database);
        var prefix = (await IssueAsync(store, new TokenDraft("ci", TokenRole.Admin, null, null))).Token.Prefix;
        var late = new DateTimeOffset(2030, 1, 1, 8, 0, 0, TimeSpan.Zero);

        await store.NoteUsesAsync([(prefix, late), ("tw_aaaaaaaaaa", late)], CancellationToken.None);
        await store.NoteUsesAsync([(prefix, late.AddMinutes(-1))], CancellationToken.None);

        (await store.ListAsync(null, "", 10, CancellationToken.None)).ShouldHaveSingleItem().LastUsedAt.ShouldBe(late);
    }

    [DatabaseFact]
    public async Task Tokens_are_listed_page_by_page_and_by_tenant()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TokenStore(test.Database);
        for (var n = 0; n < 3; n++)
        {
            await IssueAsync(store, new TokenDraft("ci", TokenRole.Tenant, Tenant, null));
            await IssueAsync(store, new TokenDraft("ci", TokenRole.Tenant, new TenantId("guild", "2"), null));
        }

        var first = await store.ListAsync(null, "", 4, CancellationToken.None);
        var rest = await store.ListAsync(null, first[^1].Prefix, 4, CancellationToken.None);

        first.Concat(rest).Select(token => token.Prefix).Distinct().Count().ShouldBe(6);
        (await store.ListAsync(Tenant, "", 10, CancellationToken.None)).Count.ShouldBe(3);
        (await store.ListAsync(Tenant, "", 10, CancellationToken.None)).ShouldAllBe(token => token.Tenant == Tenant);
    }

    [DatabaseFact]
    public async Task Tokens_that_ended_long_ago_are_removed()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TokenStore(test.Database);
        var draft = new TokenDraft("ci", TokenRole.Admin, null, TimeSpan.FromDays(30));
        var (kept, revoked, expired) = (await IssueAsync(store, draft), await IssueAsync(store, draft), await IssueAsync(store, draft));
        await test.ExecuteAsync($"""
            update tokens set revoked_at = now() - interval '400 days' where prefix = '{revoked.Token.Prefix}';
            update tokens set expires_at = now() - interval '366 days' where prefix = '{expired.Token.Prefix}'
            """);

        (await store.RemoveEndedAsync(TimeSpan.FromDays(365), 10, CancellationToken.None)).ShouldBe(2);

        (await store.ListAsync(null, "", 10, CancellationToken.None)).ShouldHaveSingleItem().Prefix.ShouldBe(kept.Token.Prefix);
    }

    [DatabaseTheory]
    [InlineData("insert into tokens (prefix, hash, name, role) values ('tw_aaaaaaaaaa', sha256('x'), 'ci', 'tenant')")]
    [InlineData("insert into tokens (prefix, hash, name, role, owner_type, owner_id) values ('tw_aaaaaaaaaa', sha256('x'), 'ci', 'operator', 'guild', '1')")]
    [InlineData("insert into tokens (prefix, hash, name, role) values ('tw_aaaaaaaaaa', sha256('x'), 'ci', 'root')")]
    [InlineData("insert into tokens (prefix, hash, name, role) values ('tw_aaaaaaaaaa', 'secret', 'ci', 'admin')")]
    [InlineData("insert into tokens (prefix, hash, name, role) values ('secret', sha256('x'), 'ci', 'admin')")]
    public async Task The_database_refuses_a_token_that_breaks_the_rules(string insert)
    {
        await using var test = await TestDatabase.CreateAsync();

        (await Should.ThrowAsync<Npgsql.PostgresException>(test.ExecuteAsync(insert))).SqlState.ShouldBe("23514");
    }

    private static async Task<NewToken> IssueAsync(TokenStore store, TokenDraft draft) =>
        (await store.CreateAsync(Actor, draft, CancellationToken.None)).ShouldBeOfType<TokenOutcome.Done>().Issued;
}
