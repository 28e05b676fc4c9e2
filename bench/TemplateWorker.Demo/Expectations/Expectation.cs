using TemplateWorker.Demo.Generation;

namespace TemplateWorker.Demo.Expectations;

/// <summary>What the demo must end with, counted from its events alone.</summary>
internal sealed class Expectation
{
    private static readonly IReadOnlyList<ISampleModel> Samples =
        [new GreeterModel(), new InvoiceValidatorModel(), new LeaderboardModel(), new RunawayModel(), new SpamFilterModel()];

    private Expectation()
    {
    }

    /// <summary>The names of all samples.</summary>
    public static IReadOnlyList<string> Templates { get; } = [.. Samples.Select(sample => sample.Template)];

    /// <summary>The scopes of all samples.</summary>
    public static IReadOnlyList<string> Scopes { get; } = [.. Samples.Select(sample => sample.Scope)];

    /// <summary>What each tenant that has events must have stored.</summary>
    public Dictionary<TenantId, ExpectedTenant> Tenants { get; } = [];

    /// <summary>Runs: one per event and template that subscribes to it.</summary>
    public int Runs { get; private set; }

    /// <summary>How many runs must fail, by reason.</summary>
    public SortedDictionary<string, int> Failures { get; } = new(StringComparer.Ordinal);

    /// <summary>The samples that a tenant of the demo has: all, but the one that misbehaves only where it is asked to.</summary>
    public static IEnumerable<string> TemplatesOf(TenantId tenant) =>
        DemoTenants.Hostile.Contains(tenant) ? Templates : Templates.Where(template => template != RunawayModel.Name);

    /// <summary>Applies all events, in order.</summary>
    public static Expectation Of(IEnumerable<DemoEvent> events)
    {
        var expectation = new Expectation();
        foreach (var demoEvent in events)
        {
            expectation.Apply(demoEvent);
        }

        return expectation;
    }

    private void Apply(DemoEvent demoEvent)
    {
        if (!Tenants.TryGetValue(demoEvent.Tenant, out var tenant))
        {
            Tenants.Add(demoEvent.Tenant, tenant = new ExpectedTenant());
        }

        foreach (var sample in Samples.Where(sample => sample.Subscriptions.Contains(demoEvent.Name, StringComparer.Ordinal)))
        {
            Runs++;
            if (sample.Apply(demoEvent.Name, demoEvent.Data, tenant) is { } reason)
            {
                Failures[reason] = Failures.GetValueOrDefault(reason) + 1;
            }
        }
    }
}
