using System.Collections.Concurrent;
using System.Text.Json;
using TemplateWorker.Demo.Api;
using TemplateWorker.Demo.Expectations;

namespace TemplateWorker.Demo.Checking;

/// <summary>Compares everything that the tenants have stored with what they must have.</summary>
internal sealed class StoredCheck(WorkerApi api)
{
    private const int Readers = 8;

    /// <summary>Reads the keys and the state of every tenant.</summary>
    public async Task<StoredCheckResult> RunAsync(Expectation expectation, CancellationToken cancellationToken)
    {
        var differences = new ConcurrentBag<string>();
        var keys = 0;
        await Parallel.ForEachAsync(
            expectation.Tenants,
            new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellationToken },
            async (tenant, token) =>
            {
                foreach (var scope in Expectation.Scopes)
                {
                    var stored = await api.ListKeysAsync(tenant.Key, scope, token);
                    Interlocked.Add(ref keys, stored.Count);
                    foreach (var difference in KeyComparison.Compare(tenant.Value.In(scope), stored))
                    {
                        differences.Add($"{tenant.Key} [{scope}] {difference}");
                    }
                }

                var state = await api.GetStateDataAsync(tenant.Key, token);
                if (!JsonElement.DeepEquals(state, JsonSerializer.SerializeToElement(tenant.Value.State)))
                {
                    differences.Add($"{tenant.Key} state: is {state.GetRawText()}, must be {tenant.Value.State.ToJsonString()}");
                }
            });
        return new StoredCheckResult(expectation.Tenants.Count, keys, [.. differences.Order(StringComparer.Ordinal)]);
    }
}
