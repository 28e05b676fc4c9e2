using System.Globalization;
using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Storage.Tests.Committing.Serial;

/// <summary>
/// Reads a tenant from the database, and where <c>random</c> says so, like a worker's cache, as it was some time ago. Where
/// there is a model that keeps step, every fresh read must agree with it.
/// </summary>
internal sealed class DatabaseTenant(RunWorld world, int tenant, ModelTenant? model, Random? random) : IScriptWorld
{
    private readonly Dictionary<string, Seen> _cache = [];

    public TenantId Id { get; } = RunWorld.Tenant(tenant);

    public Seen Get(string key)
    {
        if (random?.Next(2) == 0 && _cache.TryGetValue(key, out var cached))
        {
            return cached;
        }

        var record = world.Keys.Read(Id, [RunWorld.Name(key)])[0];
        var seen = new Seen(Number(record?.Json), record?.Version, model?.Get(key).Change ?? 0);
        if (model is not null)
        {
            seen.Number.ShouldBe(model.Get(key).Number);
        }

        _cache[key] = seen;
        return seen;
    }

    public SeenPage List(string prefix, int limit)
    {
        var listing = world.Keys.List(Id, new KeyRange(Scopes.None, prefix, null, limit));
        var page = new SeenPage(
            [.. listing.Records.Select(record => Number(record.Json)!.Value)],
            listing.Fingerprint,
            model?.List(prefix, limit).Changes ?? string.Empty);
        if (model is not null)
        {
            page.Numbers.ShouldBe(model.List(prefix, limit).Numbers);
        }

        return page;
    }

    public Seen State()
    {
        var state = world.States.Read(Id);
        return new Seen(state.Version is null ? null : Number(state.DataJson), state.Version, model?.State().Change ?? 0);
    }

    /// <summary>Takes over into the cache what a commit wrote, with the version it returned.</summary>
    public void Cache(IReadOnlyDictionary<string, int?> writes, uint version)
    {
        foreach (var (key, number) in writes)
        {
            _cache[key] = new Seen(number, number is null ? null : version, model?.Get(key).Change ?? 0);
        }
    }

    private static int? Number(string? json) => json is null ? null : int.Parse(json, CultureInfo.InvariantCulture);
}
