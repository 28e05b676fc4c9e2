namespace TemplateWorker.Demo.Generation;

/// <summary>The tenants of the demo: who they are, who misbehaves, and who is busy.</summary>
internal static class DemoTenants
{
    public const int Count = 200;

    private const int FirstNumber = 1001;

    /// <summary>The tenants that also have the template <c>runaway</c> and get the events that make it loop.</summary>
    public static readonly IReadOnlyList<TenantId> Hostile = [Named(1007), Named(1042), Named(1111)];

    /// <summary>All tenants, the busiest first.</summary>
    public static IReadOnlyList<DemoTenant> Create(SeededRandom random)
    {
        var tenants = new List<DemoTenant>(Count);
        for (var index = 0; index < Count; index++)
        {
            var number = FirstNumber + index;
            var people = new List<DemoPerson>();
            for (var person = random.Between(4, 14); person > 0; person--)
            {
                var (name, locale) = random.Pick(Texts.Names);
                people.Add(new DemoPerson($"u{number}{people.Count:D2}", name, locale, $"dev-{number}-{people.Count}"));
            }

            tenants.Add(new DemoTenant
            {
                Id = Named(number),
                // Few tenants make most of the events: the share falls with the square root of the rank, in whole
                // numbers so that no platform rounds differently.
                Weight = IntegerRoot(1_000_000 / (index + 1)),
                People = people,
                Repository = $"guild-{number}/bot",
            });
        }

        return tenants;
    }

    private static TenantId Named(int number) => new("guild", number.ToString());

    private static int IntegerRoot(int value)
    {
        var root = 1;
        while ((root + 1) * (root + 1) <= value)
        {
            root++;
        }

        return root;
    }
}
