namespace TemplateWorker.Benchmarks.Figures.Durable;

/// <summary>The increments that the server has taken on, tenant by tenant: what the database must hold at the end.</summary>
internal sealed class Acknowledged
{
    private readonly int[] _increments = new int[Stand.BenchTenants.Count];

    /// <summary>One entry for each tenant, in their order.</summary>
    public IReadOnlyList<int> Increments => _increments;

    public void Add(IReadOnlyList<int> increments)
    {
        for (var tenant = 0; tenant < increments.Count; tenant++)
        {
            _increments[tenant] += increments[tenant];
        }
    }
}
