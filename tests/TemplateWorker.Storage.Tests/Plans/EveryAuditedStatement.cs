using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Tenants;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Storage.Tests.Plans;

/// <summary>Runs every statement of tokens and of the audit log, and those that look at what is there before a change.</summary>
internal sealed class EveryAuditedStatement(Database database)
{
    private static readonly Actor Actor = new("command line 'plans'", "here");

    public async Task RunAsync(TenantId tenant)
    {
        var stores = new AuditedStores(database);
        await TokensAsync(stores.Tokens, tenant);
        await SuspensionsAsync(stores.Suspensions, tenant);
        await stores.Routes.WriteAsync(
            Actor, new ActionRoute { Name = "audited", Type = "no.such", Url = "http://localhost", Secret = new Secret("0123456789abcdef") }, CancellationToken.None);
        (await stores.Routes.DeleteAsync(Actor, "audited", CancellationToken.None)).ShouldBeTrue();
        await stores.Templates.ActivateAsync(Actor, tenant, "a", 1, CancellationToken.None);
        (await stores.Policies.WriteAsync(Actor, tenant, "a", new DeliveryPolicy { MaxAttempts = 4 }, CancellationToken.None)).ShouldBeTrue();
        (await stores.Policies.WriteAsync(Actor, tenant, "a", null, CancellationToken.None)).ShouldBeTrue();
        await stores.Log.RecordAsync(Actor, new AuditEntry { Action = "workers.restart", Tenant = tenant }, CancellationToken.None);
        foreach (var of in (TenantId?[])[null, tenant])
        {
            var page = await stores.Log.ListAsync(new AuditFilter { Tenant = of, Limit = 2 }, CancellationToken.None);
            page.Count.ShouldBe(2);
            await stores.Log.ListAsync(new AuditFilter { Tenant = of, After = new AuditCursor(page[1].At, page[1].Id), Limit = 2 }, CancellationToken.None);
        }
    }

    private static async Task SuspensionsAsync(SuspensionStore suspensions, TenantId tenant)
    {
        (await suspensions.SuspendAsync(Actor, tenant, "plans", null, CancellationToken.None)).Reason.ShouldBe("plans");
        (await suspensions.ReadAsync([tenant], CancellationToken.None)).Count.ShouldBe(1);
        (await suspensions.ListAsync(null, 2, CancellationToken.None)).ShouldNotBeEmpty();
        (await suspensions.EndAsync(Actor, tenant, CancellationToken.None)).ShouldBeFalse();
        (await suspensions.ResumeAsync(Actor, tenant, CancellationToken.None)).ShouldBeTrue();
    }

    private static async Task TokensAsync(TokenStore tokens, TenantId tenant)
    {
        var draft = new TokenDraft("plans", TokenRole.Tenant, tenant, TimeSpan.FromHours(1));
        var prefix = (await tokens.CreateAsync(Actor, draft, CancellationToken.None)).ShouldBeOfType<TokenOutcome.Done>().Issued.Token.Prefix;
        (await tokens.RotateAsync(Actor, prefix, TimeSpan.FromMinutes(5), null, CancellationToken.None)).ShouldBeOfType<TokenOutcome.Done>();
        (await tokens.ListAsync(null, "", 2, CancellationToken.None)).Count.ShouldBe(2);
        (await tokens.ListAsync(tenant, "", 2, CancellationToken.None)).Count.ShouldBe(2);
        (await tokens.ReadValidAsync([prefix], CancellationToken.None)).Count.ShouldBe(1);
        (await tokens.ReadValidAsync("", CancellationToken.None)).ShouldNotBeEmpty();
        await tokens.NoteUsesAsync([(prefix, TimeProvider.System.GetUtcNow())], CancellationToken.None);
        (await tokens.RevokeAsync(Actor, prefix, CancellationToken.None)).ShouldBe(TokenRevocation.Revoked);
    }
}
