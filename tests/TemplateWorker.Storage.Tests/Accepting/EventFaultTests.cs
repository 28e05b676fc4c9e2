using System.Text;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Accepting;

public sealed class EventFaultTests
{
    // The bytes that half a surrogate pair would have, inside a JSON string.
    private static readonly byte[] LoneSurrogate = [(byte)'"', 0xED, 0xB0, 0x80, (byte)'"'];

    [DatabaseFact]
    public async Task An_event_that_PostgreSQL_refuses_is_found_among_its_neighbours_and_these_are_stored_in_order()
    {
        await using var world = await LaneWorld.CreateAsync();
        var events = Enumerable.Range(0, 20).Select(number => Event(Other, n: number)).ToArray();
        events[7] = events[7] with { Data = "{not json"u8.ToArray() };
        events[13] = events[13] with { Name = "mess\0age" };

        var outcomes = await world.AcceptAsync(events);

        outcomes[7].ShouldBeOfType<AcceptOutcome.Rejected>().Message
            .ShouldBe("PostgreSQL refuses the event: invalid input syntax for type json (22P02).");
        outcomes[13].ShouldBeOfType<AcceptOutcome.Rejected>().Message.ShouldContain("22021");
        outcomes.Count(outcome => outcome is AcceptOutcome.Accepted).ShouldBe(18);
        (await world.QueuedAsync()).ShouldBe(
            Enumerable.Range(0, 20).Where(number => number is not (7 or 13)).Select(number => $"2 a {number}"));
    }

    [DatabaseFact]
    public async Task All_or_nothing_names_the_events_that_PostgreSQL_refuses_and_stores_nothing()
    {
        await using var world = await LaneWorld.CreateAsync();

        var outcomes = await world.Events.AcceptAsync(
            [Event(Other, key: "a"), Event(Other) with { Data = "["u8.ToArray() }, Event(Other), Event(Other) with { Data = LoneSurrogate }],
            AcceptMode.AllOrNothing,
            0,
            CancellationToken.None);

        outcomes.Select(outcome => outcome.GetType().Name).ShouldBe(["Undone", "Undone", "Undone", "Rejected"]);
        outcomes = await world.Events.AcceptAsync(
            [Event(Other, key: "a"), Event(Other) with { Data = "["u8.ToArray() }, Event(Other)], AcceptMode.AllOrNothing, 0, CancellationToken.None);
        outcomes.Select(outcome => outcome.GetType().Name).ShouldBe(["Undone", "Rejected", "Undone"]);
        (await world.CountAsync("deliveries")).ShouldBe(0);
        (await world.CountAsync("accepted_events")).ShouldBe(0);
        (await world.AcceptAsync(Event(Other)))[0].ShouldBeOfType<AcceptOutcome.Accepted>().Ready[0].Priors.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_key_that_came_with_a_refused_event_is_free_for_the_next_one_of_the_call()
    {
        await using var world = await LaneWorld.CreateAsync();

        var outcomes = await world.AcceptAsync(Event(Other, key: "k") with { Data = "["u8.ToArray() }, Event(Other, key: "k"), Event(Other, key: "k"));

        outcomes[0].ShouldBeOfType<AcceptOutcome.Rejected>();
        var accepted = outcomes[1].ShouldBeOfType<AcceptOutcome.Accepted>();
        outcomes[2].ShouldBe(new AcceptOutcome.Repeated(accepted.EventId, 1));
    }

    [DatabaseFact]
    public async Task Text_that_is_no_text_is_refused_for_its_event_alone()
    {
        await using var world = await LaneWorld.CreateAsync();

        var outcomes = await world.AcceptAsync(Event(Other) with { Data = LoneSurrogate }, Event(Other));

        outcomes[0].ShouldBeOfType<AcceptOutcome.Rejected>();
        outcomes[1].ShouldBeOfType<AcceptOutcome.Accepted>();
    }

    [DatabaseFact]
    public async Task Escaped_nulls_and_large_numbers_are_stored_to_the_character()
    {
        await using var world = await LaneWorld.CreateAsync();
        const string Data = """{"a":"\u0000",  "b":1.0e400, "a":2}""";

        await world.StoreAsync(Event(Other) with { Data = Encoding.UTF8.GetBytes(Data) });

        (await world.Test.ReadAsync<string>("select data::text from deliveries")).ShouldBe(Data);
    }

    [DatabaseFact]
    public async Task Calls_that_make_no_sense_are_refused_before_anything_is_sent()
    {
        await using var world = await LaneWorld.CreateAsync();

        await Should.ThrowAsync<ArgumentException>(() => world.AcceptAsync([.. Enumerable.Range(0, EventStore.MaxEvents + 1).Select(_ => Event(Other))]));
        await Should.ThrowAsync<ArgumentException>(() => world.AcceptAsync(Event(Other, key: "k") with { RequestHash = null }));
        await Should.ThrowAsync<ArgumentException>(
            () => world.AcceptAsync(Event(Other) with { Delay = TimeSpan.Zero, NotBefore = DateTimeOffset.UnixEpoch }));
        (await world.AcceptAsync()).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_database_that_is_away_is_a_fault_of_the_whole_call()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.StoreAsync(Event(Other));
        await world.Test.ExecuteAsync("alter table accepted_events rename to elsewhere");

        (await Should.ThrowAsync<StorageException>(() => world.AcceptAsync(Event(Other)))).SqlState.ShouldBe("42P01");
    }
}
