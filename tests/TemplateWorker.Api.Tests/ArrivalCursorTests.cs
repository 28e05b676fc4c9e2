using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Api.Streams;
using TemplateWorker.Storage.Actions.Operating;

namespace TemplateWorker.Api.Tests;

public sealed class ArrivalCursorTests
{
    [Fact]
    public void An_action_whose_run_committed_late_is_shown_behind_a_higher_one_and_none_is_shown_twice()
    {
        var time = new FakeTimeProvider();
        var cursor = new ArrivalCursor(10, time);

        Take(cursor, 11, 13).ShouldBe([11, 13]);
        time.Advance(ArrivalCursor.Lag / 2);
        Take(cursor, 11, 12, 13).ShouldBe([12]);
        cursor.Floor.ShouldBe(10);
        time.Advance(ArrivalCursor.Lag / 2);
        Take(cursor, 11, 12, 13, 14).ShouldBe([14]);
        cursor.Floor.ShouldBe(13);
    }

    [Fact]
    public void Behind_a_full_look_the_next_one_begins()
    {
        var cursor = new ArrivalCursor(0, new FakeTimeProvider());

        cursor.Take([Action(1), Action(2)], isFull: true).Count.ShouldBe(2);

        cursor.Floor.ShouldBe(2);
    }

    private static IEnumerable<long> Take(ArrivalCursor cursor, params long[] positions) =>
        cursor.Take([.. positions.Select(Action)], isFull: false).Select(one => one.Position);

    private static ArrivedAction Action(long position) => new(position, new TenantId("guild", "1"), new ActionSummary
    {
        Id = Guid.Empty,
        State = ActionState.Waiting,
        Type = "t",
        Template = "a",
        Channel = "a",
        Route = "",
        Bytes = 1,
        RunId = Guid.Empty,
        EventId = Guid.Empty,
        Key = null,
        Attempts = 0,
        LastError = null,
        SentAt = DateTimeOffset.UnixEpoch,
        DueAt = null,
        DiedAt = null,
    });
}
