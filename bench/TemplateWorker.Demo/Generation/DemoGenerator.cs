using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Generation;

/// <summary>
/// Makes the demo's events from a fixed seed: the same bytes on every machine. Time runs on from event to event, so
/// the order of the lines is the order in which things happened.
/// </summary>
internal sealed class DemoGenerator
{
    public const int EventCount = 5_000;

    private const ulong Seed = 20_260_302;

    // A loop's event stands at these places; each is followed, sooner or later, by a ping of the same tenant.
    private static readonly int[] LoopPositions = [700, 1_400, 2_100, 2_900, 3_600, 4_300];

    private readonly SeededRandom _random = new(Seed);
    private readonly IReadOnlyList<DemoTenant> _tenants;
    private readonly ChatPayloads _chat;
    private readonly BillingPayloads _billing;
    private readonly ForgePayloads _forge;
    private readonly List<DemoEvent> _events = new(EventCount);
    private DateTimeOffset _now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private DemoGenerator()
    {
        _tenants = DemoTenants.Create(_random);
        _chat = new ChatPayloads(_random);
        _billing = new BillingPayloads(_random);
        _forge = new ForgePayloads(_random);
    }

    private string At => _now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary>All events, in order.</summary>
    public static IReadOnlyList<DemoEvent> Generate()
    {
        var generator = new DemoGenerator();
        while (generator._events.Count < EventCount)
        {
            generator.AddNext();
        }

        return generator._events;
    }

    private void AddNext()
    {
        Pass(20, 900);
        var loop = Array.IndexOf(LoopPositions, _events.Count);
        if (loop >= 0)
        {
            var hostile = DemoTenants.Hostile[loop % DemoTenants.Hostile.Count];
            Add(hostile, "stress.loop", new JsonObject { ["stubborn"] = loop % 2 == 1, ["at"] = At });
            return;
        }

        var tenant = PickTenant();
        switch (_random.Below(100))
        {
            case < 53: Add(tenant.Id, "message.create", _chat.Message(tenant, At)); break;
            case < 55: AddFlood(tenant); break;
            case < 66: Add(tenant.Id, "member.join", _chat.Join(tenant, At)); break;
            case < 76: Add(tenant.Id, "invoice.created", _billing.Invoice(tenant, _now)); break;
            case < 85: Add(tenant.Id, "payment.received", _billing.Payment(tenant, At)); break;
            case < 91: Add(tenant.Id, "github.push", _forge.Push(tenant, At)); break;
            case < 95: Add(tenant.Id, "github.issues", _forge.Issue(tenant, At)); break;
            case < 98: Add(tenant.Id, "github.pull_request", _forge.PullRequest(tenant, At)); break;
            case < 99: Add(tenant.Id, "leaderboard.show", _chat.ShowLeaderboard(tenant, At)); break;
            default: Add(_random.Pick(DemoTenants.Hostile), "stress.ping", new JsonObject { ["at"] = At }); break;
        }
    }

    /// <summary>Somebody writes the same again and again, or too much in a short time; others go on in between.</summary>
    private void AddFlood(DemoTenant tenant)
    {
        var author = _random.Pick(tenant.People);
        var text = _random.Percent(70) ? _random.Pick(Texts.Spam) : null;
        for (var count = _random.Between(4, 9); count > 0 && !IsLoopNext(); count--)
        {
            Add(tenant.Id, "message.create", _chat.SpamMessage(author, text ?? _random.Pick(Texts.Chat), At));
            Pass(80, 2_500);
        }
    }

    private bool IsLoopNext() => _events.Count == EventCount || LoopPositions.Contains(_events.Count);

    private DemoTenant PickTenant()
    {
        var ticket = _random.Below(_tenants.Sum(tenant => tenant.Weight));
        foreach (var tenant in _tenants)
        {
            ticket -= tenant.Weight;
            if (ticket < 0)
            {
                return tenant;
            }
        }

        throw new InvalidOperationException("The weights do not add up.");
    }

    private void Pass(int leastMilliseconds, int mostMilliseconds) =>
        _now += TimeSpan.FromMilliseconds(_random.Between(leastMilliseconds, mostMilliseconds));

    private void Add(TenantId tenant, string name, JsonObject data) =>
        _events.Add(new DemoEvent($"demo-{_events.Count + 1:D5}", tenant, name, JsonSerializer.SerializeToElement(data)));
}
