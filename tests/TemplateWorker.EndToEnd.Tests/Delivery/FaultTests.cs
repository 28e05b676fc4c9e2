using TemplateWorker.EndToEnd.Tests.Faults;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Delivery;

/// <summary>The short form of the fault suite: each event has its effect once and in order, whatever is killed and stopped meanwhile.</summary>
[Collection(TimedCollection.Name)]
public sealed class FaultTests
{
    [DatabaseFact]
    public Task Events_that_are_sent_while_workers_are_killed_are_each_done_once_and_in_order() => PlayAsync("killed-workers");

    [DatabaseFact]
    public Task What_a_killed_supervisor_had_accepted_is_at_work_with_another_one_within_five_seconds() => PlayAsync("killed-supervisor");

    [DatabaseFact]
    public Task Processes_that_were_stopped_in_the_middle_of_runs_change_nothing_when_they_come_back() => PlayAsync("stopped-processes");

    [DatabaseFact]
    public Task Events_that_are_committed_late_and_out_of_order_of_their_ids_are_not_skipped() => PlayAsync("late-commits");

    [EmbeddedFact]
    public async Task A_database_that_crashes_half_way_through_costs_no_event_and_no_process()
    {
        await using var server = await OwnServer.StartAsync();
        await PlayAsync("crashed-database", server);
    }

    [EmbeddedFact]
    public async Task A_standby_that_takes_over_without_the_last_transactions_does_what_it_has_once_and_in_order()
    {
        await using var server = await OwnServer.StartAsync();
        await PlayAsync("failed-over", server);
    }

    [EmbeddedFact]
    public async Task A_standby_that_every_commit_has_waited_for_takes_over_without_losing_an_event()
    {
        await using var server = await OwnServer.StartAsync();
        await PlayAsync("failed-over-synchronous", server);
    }

    [DumpFact]
    public Task A_database_that_was_restored_from_a_dump_does_what_the_dump_has_once_and_in_order() => PlayAsync("restored-dump");

    [DatabaseFact]
    public Task Sessions_that_are_terminated_under_load_lose_no_event() => PlayAsync("terminated-sessions");

    [DatabaseFact]
    public Task Supervisors_that_come_and_go_under_load_hand_their_slots_over() => PlayAsync("restarted-supervisor");

    [DatabaseFact]
    public Task A_template_that_only_the_end_of_its_worker_stops_is_quarantined_and_harms_no_other() => PlayAsync("unstoppable-template");

    [DatabaseFact]
    public Task A_row_that_another_program_holds_delays_no_tenant_but_its_own() => PlayAsync("held-row");

    [EmbeddedFact]
    public Task A_connection_that_passes_nothing_any_more_costs_its_own_work_only() => PlayAsync("frozen-connection");

    [DatabaseFact]
    public Task A_supervisor_that_stood_still_kills_no_worker_and_counts_no_death() => PlayAsync("stalled-supervisor");

    [DatabaseFact]
    public Task A_database_that_takes_no_writes_for_a_while_loses_no_event() => PlayAsync("read-only");

    [SmallDiskFact]
    public Task A_disk_that_is_full_for_a_while_loses_no_event() => PlayAsync("full-disk");

    [DatabaseFact]
    public Task Actions_are_taken_in_order_though_their_receiver_a_consumer_and_a_supervisor_are_killed() => PlayAsync("actions");

    [DatabaseFact]
    public Task An_action_whose_supervisor_stands_still_without_an_answer_is_sent_by_the_other_one() => PlayAsync("paused-push");

    [DumpFact]
    public Task Actions_of_a_restored_dump_come_again_under_their_ids() => PlayAsync("restored-actions");

    private static async Task PlayAsync(string name, OwnServer? server = null)
    {
        await using var stage = await FaultStage.BuildAsync(server, isShort: true);
        await Fault.All.Single(fault => fault.Name == name).PlayAsync(stage);
        stage.Wrongs.ShouldBeEmpty(stage.Output);
    }
}
