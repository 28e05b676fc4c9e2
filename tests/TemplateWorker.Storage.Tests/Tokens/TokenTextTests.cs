using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Storage.Tests.Tokens;

public sealed class TokenTextTests
{
    [Theory]
    [InlineData("tw_abcdefgh27", true)]
    [InlineData("tw_abcdefgh2", false)]
    [InlineData("tw_abcdefgh277", false)]
    [InlineData("tw_abcdefgh28", false)]
    [InlineData("tw_ABCDEFGH27", false)]
    [InlineData("tx_abcdefgh27", false)]
    [InlineData("", false)]
    public void Only_the_beginning_of_a_token_is_a_prefix(string text, bool expected) => TokenText.IsPrefix(text).ShouldBe(expected);

    [Fact]
    public void A_hash_is_the_same_for_the_same_text_alone()
    {
        TokenHash.Of("a").ShouldBe(TokenHash.Of("a"));
        TokenHash.Of("a").ShouldNotBe(TokenHash.Of("b"));
        new TokenHash(TokenHash.Of("a")!.Value.ToBytes()).ShouldBe(TokenHash.Of("a")!.Value);
    }

    [Fact]
    public void A_text_that_cannot_be_a_token_has_no_hash()
    {
        TokenHash.Of("").ShouldBeNull();
        TokenHash.Of(new string('é', TokenHash.MaxTokenCharacters)).ShouldNotBeNull();
        TokenHash.Of(new string('x', TokenHash.MaxTokenCharacters + 1)).ShouldBeNull();
        Should.Throw<ArgumentException>(() => new TokenHash(new byte[31]));
    }

    [Theory]
    [InlineData(TokenRole.Admin, "admin", false, false)]
    [InlineData(TokenRole.Operator, "operator", false, true)]
    [InlineData(TokenRole.Tenant, "tenant", true, false)]
    [InlineData(TokenRole.TenantRead, "tenant-read", true, true)]
    public void A_role_says_whether_it_has_a_tenant_and_whether_it_only_reads(TokenRole role, string word, bool hasTenant, bool isReadOnly)
    {
        (role.Word(), role.HasTenant(), role.IsReadOnly()).ShouldBe((word, hasTenant, isReadOnly));
        TokenRoles.Parse(word).ShouldBe(role);
        TokenRoles.Parse("root").ShouldBeNull();
        new TokenDraft("x", role, hasTenant ? new TenantId("a", "b") : null, null).TenantFault.ShouldBeNull();
        new TokenDraft("x", role, hasTenant ? null : new TenantId("a", "b"), null).TenantFault.ShouldNotBeNull();
    }
}
