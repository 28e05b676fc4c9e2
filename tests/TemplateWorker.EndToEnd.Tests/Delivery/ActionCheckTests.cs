using TemplateWorker.EndToEnd.Tests.Faults;
using TemplateWorker.EndToEnd.Tests.Faults.Actions;
using TemplateWorker.EndToEnd.Tests.Takers;

namespace TemplateWorker.EndToEnd.Tests.Delivery;

/// <summary>The check of the faults around actions notices what it is there for.</summary>
public sealed class ActionCheckTests
{
    private static readonly AcceptedEvent[] Events =
        [.. Enumerable.Range(1, 4).Select(number => new AcceptedEvent(7, FlowTemplate.Http, number, null, DateTimeOffset.UnixEpoch))];

    /// <summary>What these events push: 1 and 3 in one channel, 2 and 4 in the other.</summary>
    private readonly List<TakenAction> _taken =
    [
        Action("c1", """{"n":1,"i":1}"""), Action("c0", """{"n":2,"i":0}"""), Action("c0", """{"n":2,"i":2}"""), Action("c0", """{"n":4,"i":0}"""),
    ];

    [Fact]
    public void Actions_in_order_are_as_they_must_be_and_repeats_are_counted()
    {
        var again = _taken[1];

        var findings = ActionCheck.Compare(ActionTemplate.Pushed, Events, [.. _taken, again]);

        findings.ShouldBe(new ActionFindings(4, 1, 0, 0, 0));
        findings.Wrongs().ShouldBeEmpty();
    }

    [Fact]
    public void An_action_that_is_missing_is_lost()
    {
        ActionCheck.Compare(ActionTemplate.Pushed, Events, _taken[1..]).Wrongs().ShouldBe(["1 actions were lost"]);
    }

    [Fact]
    public void An_action_of_a_failed_run_is_foreign_and_so_is_one_under_two_ids()
    {
        ActionCheck.Compare(ActionTemplate.Pushed, Events, [.. _taken, Action("c1", """{"n":7,"i":"failed"}"""), Action("c0", _taken[1].Data)]).Wrongs()
            .ShouldBe(["2 actions were taken that no committed run had sent"]);
    }

    [Fact]
    public void The_order_of_a_channel_counts_and_that_of_two_channels_does_not()
    {
        ActionCheck.Compare(ActionTemplate.Pushed, Events, [_taken[1], _taken[2], _taken[3], _taken[0]]).Wrongs().ShouldBeEmpty();
        ActionCheck.Compare(ActionTemplate.Pushed, Events, [_taken[0], _taken[2], _taken[1], _taken[3]]).Wrongs()
            .ShouldBe(["1 channels were taken out of order"]);
    }

    private static TakenAction Action(string channel, string data) => new(Guid.NewGuid(), FlowTemplate.Tenant(7), channel, data);
}
