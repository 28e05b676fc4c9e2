using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Tests.Committing;

/// <summary>Runs that wait for their commit, for tests of the order in which they are committed.</summary>
internal static class Requests
{
    private static readonly KeyName Name = new(Scopes.None, "k");

    public static TenantSession Session(string tenant) => new(
        new TenantId("guild", tenant), new TenantLimits(), turns: null!, new KeyCacheBudget(0), TimeProvider.System);

    /// <summary>A run that weighs so much.</summary>
    public static CommitRequest Of(TenantSession session, long bytes)
    {
        var json = new string('1', (int)(bytes - RunWeight.OfKey(Name, null)));
        var call = new EventCall
        {
            CallId = 1,
            Tenant = session.Tenant,
            Event = new TenantEvent(Guid.Empty, "e", default, Hops: 0),
            TimeLeft = TimeSpan.Zero,
        };
        return new CommitRequest(
            session,
            new PendingEvent(call, 0, rules: null!, finished: _ => { }),
            new RunReport { Template = "t", Version = 1 },
            null,
            FinishedRun.Empty(session.Tenant) with { Writes = [new KeyWrite(Name, json, null)] });
    }
}
