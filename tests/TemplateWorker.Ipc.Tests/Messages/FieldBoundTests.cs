using TemplateWorker.Ipc.Codec;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Ipc.Tests.Support;

namespace TemplateWorker.Ipc.Tests.Messages;

public sealed class FieldBoundTests
{
    [Fact]
    public void A_name_of_the_greatest_length_is_sent_and_a_longer_one_throws_with_the_name_of_its_field()
    {
        var longest = new string('x', FieldLimits.NameBytes);
        Wire.Decode<SupervisorMessage>(Wire.Encode<SupervisorMessage>(Some.Dispatch() with { EventName = longest }))
            .ShouldBeOfType<Dispatch>().EventName.ShouldBe(longest);

        var refused = Should.Throw<IpcException>(
            () => Wire.Encode<SupervisorMessage>(Some.Dispatch() with { EventName = longest + "x" }));

        refused.Fault.ShouldBe(IpcFault.OutOfBounds);
        refused.Message.ShouldBe("EventName takes 1025 bytes of UTF-8; at most 1024 are allowed.");
    }

    [Fact]
    public void The_bounds_of_names_count_bytes_and_not_characters() =>
        Wire.FaultOf(() => Wire.Encode<SupervisorMessage>(new DropTenant(new string('ü', 257)))).ShouldBe(IpcFault.OutOfBounds);

    [Fact]
    public void A_name_from_a_peer_that_is_too_long_is_refused()
    {
        var payload = Wire.Payload(writer =>
        {
            writer.WriteArrayHeader(2);
            writer.WriteInteger((long)MessageCode.DropTenant);
            writer.WriteString(new string('x', FieldLimits.TenantBytes + 1));
        });

        Wire.FaultOf(() => Wire.Decode<SupervisorMessage>(payload)).ShouldBe(IpcFault.OutOfBounds);
    }

    [Fact]
    public void A_text_for_people_is_cut_by_the_sender_so_that_no_template_can_stop_its_worker()
    {
        var text = new string('€', 3 * FieldLimits.TextUnits);

        var back = Wire.Decode<WorkerMessage>(Wire.Encode<WorkerMessage>(new Goodbye(GoodbyeReason.Crashed, text)));

        back.ShouldBeOfType<Goodbye>().Message.ShouldBe(text[..FieldLimits.TextUnits]);
    }

    [Fact]
    public void A_text_is_not_cut_within_a_character()
    {
        var text = new string('x', FieldLimits.TextUnits - 1) + "👋 and more";

        var back = Wire.Decode<WorkerMessage>(Wire.Encode<WorkerMessage>(new Goodbye(GoodbyeReason.Crashed, text)));

        back.ShouldBeOfType<Goodbye>().Message.ShouldBe(new string('x', FieldLimits.TextUnits - 1));
    }

    [Fact]
    public void Half_a_surrogate_pair_of_a_script_is_sent_as_the_replacement_character()
    {
        var back = Wire.Decode<WorkerMessage>(Wire.Encode<WorkerMessage>(new Goodbye(GoodbyeReason.Crashed, "a\ud83db")));

        back.ShouldBeOfType<Goodbye>().Message.ShouldBe("a\ufffdb");
    }

    [Theory]
    [InlineData(DispatchFinished.MaxResults)]
    public void The_greatest_number_of_results_is_sent_and_one_more_is_refused(int most)
    {
        DispatchFinished With(int count) => Some.Finished() with { Results = [.. Enumerable.Repeat(Some.CompletedRun, count)] };

        Wire.Decode<WorkerMessage>(Wire.Encode<WorkerMessage>(With(most))).ShouldBeOfType<DispatchFinished>().Results.Count.ShouldBe(most);
        Wire.FaultOf(() => Wire.Encode<WorkerMessage>(With(most + 1))).ShouldBe(IpcFault.OutOfBounds);
    }

    [Fact]
    public void A_list_that_a_peer_announces_as_too_long_is_refused_before_memory_is_taken()
    {
        var payload = Wire.Payload(writer =>
        {
            writer.WriteArrayHeader(5);
            writer.WriteInteger((long)MessageCode.TemplateChecked);
            writer.WriteInteger(1);
            writer.WriteArrayHeader(int.MaxValue);
        });

        Wire.FaultOf(() => Wire.Decode<WorkerMessage>(payload)).ShouldBe(IpcFault.OutOfBounds);
    }

    [Fact]
    public void Other_lists_are_bounded_too()
    {
        var run = new RunningRun(1, "a:b", "c", TimeSpan.Zero);
        var running = Enumerable.Repeat(run, Heartbeat.MaxRunning + 1).ToArray();
        var held = Enumerable.Repeat(new HeldTenant("a:b", Some.Rate), Heartbeat.MaxHeld + 1).ToArray();
        var events = Enumerable.Repeat("e", TemplateChecked.MaxSubscriptions + 1).ToArray();
        var files = Enumerable.Range(0, CheckTemplate.MaxFiles + 1).ToDictionary(i => $"{i}.js", _ => "");

        Wire.FaultOf(() => Wire.Encode<WorkerMessage>(new Heartbeat(0, 0, 0, running))).ShouldBe(IpcFault.OutOfBounds);
        Wire.FaultOf(() => Wire.Encode<WorkerMessage>(new Heartbeat(0, 0, 0, []) { Held = held })).ShouldBe(IpcFault.OutOfBounds);
        Wire.FaultOf(() => Wire.Encode<WorkerMessage>(new TemplateChecked(1, events, Some.NoFiles, null))).ShouldBe(IpcFault.OutOfBounds);
        Wire.FaultOf(() => Wire.Encode<WorkerMessage>(new TemplateChecked(1, [], files, null))).ShouldBe(IpcFault.OutOfBounds);
        Wire.FaultOf(() => Wire.Encode<SupervisorMessage>(Some.CheckTemplate() with { Files = files })).ShouldBe(IpcFault.OutOfBounds);
    }

    [Fact]
    public void All_slots_fit_into_one_assignment_and_one_more_is_refused()
    {
        static AssignSlots With(int count) => new(1, [.. Enumerable.Range(0, count).Select(slot => new SlotAssignment(slot % FieldLimits.Slots, slot))]);

        Wire.Decode<SupervisorMessage>(Wire.Encode<SupervisorMessage>(With(FieldLimits.Slots)))
            .ShouldBeOfType<AssignSlots>().Slots.ShouldBe(With(FieldLimits.Slots).Slots);
        Wire.FaultOf(() => Wire.Encode<SupervisorMessage>(With(FieldLimits.Slots + 1))).ShouldBe(IpcFault.OutOfBounds);
    }

    [Fact]
    public void A_slot_out_of_range_and_too_many_deliveries_are_refused()
    {
        var deliveries = Enumerable.Repeat(Some.Handed(), HandDeliveries.MaxDeliveries + 1).ToArray();
        var payload = Wire.Payload(writer =>
        {
            writer.WriteArrayHeader(2);
            writer.WriteInteger((long)MessageCode.WakeSlots);
            writer.WriteArrayHeader(1);
            writer.WriteInteger(FieldLimits.Slots);
        });

        Wire.FaultOf(() => Wire.Encode<SupervisorMessage>(new WakeSlots([FieldLimits.Slots]))).ShouldBe(IpcFault.OutOfBounds);
        Wire.FaultOf(() => Wire.Encode<SupervisorMessage>(new WakeSlots([-1]))).ShouldBe(IpcFault.OutOfBounds);
        Wire.FaultOf(() => Wire.Encode<SupervisorMessage>(new HandDeliveries(deliveries))).ShouldBe(IpcFault.OutOfBounds);
        Wire.FaultOf(() => Wire.Decode<SupervisorMessage>(payload)).ShouldBe(IpcFault.OutOfBounds);
    }

    [Fact]
    public void A_duration_beyond_the_bound_is_refused_at_both_ends()
    {
        var tooLong = FieldLimits.Duration + TimeSpan.FromTicks(1);
        var payload = Wire.Payload(writer =>
        {
            writer.WriteArrayHeader(2);
            writer.WriteInteger((long)MessageCode.Drain);
            writer.WriteInteger(tooLong.Ticks);
        });

        Wire.FaultOf(() => Wire.Encode<SupervisorMessage>(new Drain(tooLong))).ShouldBe(IpcFault.OutOfBounds);
        Wire.FaultOf(() => Wire.Encode<SupervisorMessage>(new Drain(-tooLong))).ShouldBe(IpcFault.OutOfBounds);
        Wire.FaultOf(() => Wire.Decode<SupervisorMessage>(payload)).ShouldBe(IpcFault.OutOfBounds);
    }

    [Fact]
    public void A_negative_count_is_refused_at_both_ends()
    {
        var payload = Wire.Encode<WorkerMessage>(new Ready("e", 1));
        payload[^1] = 0xff;

        Wire.FaultOf(() => Wire.Encode<WorkerMessage>(new Ready("e", 0))).ShouldBe(IpcFault.OutOfBounds);
        Wire.FaultOf(() => Wire.Encode<WorkerMessage>(new Heartbeat(-1, 0, 0, []))).ShouldBe(IpcFault.OutOfBounds);
        Wire.FaultOf(() => Wire.Decode<WorkerMessage>(payload)).ShouldBe(IpcFault.OutOfBounds);
    }

    [Fact]
    public void An_undefined_value_of_an_enum_is_refused()
    {
        var payload = Wire.Encode<WorkerMessage>(new Goodbye(GoodbyeReason.Crashed, "x"));
        payload[2] = (byte)GoodbyeReason.Crashed + 1;

        Wire.FaultOf(() => Wire.Decode<WorkerMessage>(payload)).ShouldBe(IpcFault.OutOfBounds);
    }

    [Fact]
    public void A_guid_of_the_wrong_size_is_refused()
    {
        var payload = Wire.Payload(writer =>
        {
            writer.WriteArrayHeader(7);
            writer.WriteInteger((long)MessageCode.DispatchFinished);
            writer.WriteInteger(1);
            writer.WriteInteger(0);
            writer.WriteNil();
            writer.WriteBinary(new byte[15]);
            writer.WriteNil();
            writer.WriteArrayHeader(0);
        });

        Wire.FaultOf(() => Wire.Decode<WorkerMessage>(payload)).ShouldBe(IpcFault.OutOfBounds);
    }

    [Fact]
    public void A_file_that_appears_twice_is_refused()
    {
        var payload = Wire.Payload(writer =>
        {
            writer.WriteArrayHeader(6);
            writer.WriteInteger((long)MessageCode.CheckTemplate);
            writer.WriteInteger(1);
            writer.WriteString("guild:1");
            writer.WriteString("greeter");
            WriteTwice(writer);
            writer.WriteString("{}");
        });

        Wire.FaultOf(() => Wire.Decode<SupervisorMessage>(payload)).ShouldBe(IpcFault.OutOfBounds);
    }

    private static void WriteTwice(ValueWriter writer)
    {
        writer.WriteMapHeader(2);
        for (var i = 0; i < 2; i++)
        {
            writer.WriteString("index.js");
            writer.WriteString("");
        }
    }
}
