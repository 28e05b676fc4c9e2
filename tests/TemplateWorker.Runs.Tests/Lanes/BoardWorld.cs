using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Feeding;

namespace TemplateWorker.Runs.Tests.Lanes;

/// <summary>A lane board with one slot and a feeder whose database is a list.</summary>
internal sealed class BoardWorld
{
    private const int Limit = 100;

    public static readonly TenantId Guild = new("guild", "1");

    public BoardWorld()
    {
        Board = new LaneBoard(Turns.Add, () => { }, maxBytes: 1 << 20, Time);
        Board.Assign(1, [new SlotFence(Guild.Slot, 1)]);
    }

    public FakeTimeProvider Time { get; } = new();

    public LaneBoard Board { get; }

    public List<LaneTurn> Turns { get; } = [];

    public IEnumerable<long> Started => Turns.Select(turn => turn.Delivery.Id);

    /// <summary>The deliveries in the database.</summary>
    public List<Delivery> Stored { get; } = [];

    /// <summary>The banned tenants in the database.</summary>
    public List<TenantId> Banned { get; } = [];

    /// <summary>The last delivery id that was given.</summary>
    public long LastId { get; set; }

    public long Transaction { get; set; } = 1_000;

    public Delivery Store(long id, string template = "a")
    {
        var delivery = new Delivery
        {
            Id = id,
            Tenant = Guild,
            Template = template,
            Event = new TenantEvent(Guid.NewGuid(), "message", "{}"u8.ToArray(), Hops: 0),
            Attempt = 0,
            Deaths = 0,
            Wait = TimeSpan.Zero,
        };
        Stored.Add(delivery);
        LastId = Math.Max(LastId, id);
        return delivery;
    }

    /// <summary>Ends the last turn as done: its row is gone.</summary>
    public void FinishLast()
    {
        Stored.RemoveAll(stored => stored.Id == Turns[^1].Delivery.Id);
        Turns[^1].End(LaneEnd.Passed.Instance, Turns[^1].Delivery.Id);
    }

    /// <summary>Reads until there is nothing to read, as the feeder does.</summary>
    public void Read()
    {
        for (var reading = Board.Readings.Next(); !reading.IsEmpty; reading = Board.Readings.Next())
        {
            Board.Readings.TakeHolds(reading, []);
            Board.Readings.TakeBans(reading, Banned);
            Board.Readings.TakePlaces(reading, Found(stored => reading.Places.Any(missed => missed.Place.Id == stored.Id)));
            if (reading.Tails.Count > 0)
            {
                Board.Readings.TakeTails(reading, Found(stored => stored.Id > reading.Tails[0].After), [], Limit);
            }

            Board.Readings.TakeLanes(
                reading, Found(stored => reading.Lanes.Any(lane => lane.Lane.Name.Template == stored.Template && stored.Id > lane.After)), []);
        }
    }

    /// <returns>False when transactions went back.</returns>
    public bool Sweep()
    {
        var swept = Board.Readings.SlotsToSweep();
        Transaction += 10;
        return Board.Readings.TakeSweep(
            swept,
            new LaneSweep
            {
                LastId = LastId,
                Transaction = Transaction,
                OldestTransaction = Transaction,
                Places = [.. Stored.Where(stored => stored.Id > swept[0].Low).OrderBy(stored => stored.Id).Select(stored => new DeliveryPlace(Guild.Slot, stored.Id))],
            },
            limit: 100_000);
    }

    private FoundDeliveries Found(Func<Delivery, bool> condition) => new([.. Stored.Where(condition).OrderBy(stored => stored.Id)], IsCut: false);
}
