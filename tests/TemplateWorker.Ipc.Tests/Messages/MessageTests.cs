using TemplateWorker.Ipc.Codec;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Ipc.Tests.Support;

namespace TemplateWorker.Ipc.Tests.Messages;

public sealed class MessageTests
{
    public static TheoryData<int> SupervisorMessages => [.. Enumerable.Range(0, Some.SupervisorMessages().Count)];

    public static TheoryData<int> WorkerMessages => [.. Enumerable.Range(0, Some.WorkerMessages().Count)];

    public static TheoryData<int> WorkerMessagesWithFields =>
        [.. Enumerable.Range(0, Some.WorkerMessages().Count).Where(sample => Some.WorkerMessages()[sample] is not ActionsSent)];

    [Fact]
    public void The_samples_contain_every_message()
    {
        var all = typeof(SupervisorMessage).Assembly.GetTypes()
            .Where(type => type.BaseType == typeof(SupervisorMessage) || type.BaseType == typeof(WorkerMessage));
        var sampled = Some.SupervisorMessages().Select(message => message.GetType())
            .Concat(Some.WorkerMessages().Select(message => message.GetType()));

        sampled.Distinct().ShouldBe(all, ignoreOrder: true);
        Enum.GetNames<MessageCode>().ShouldBe(all.Select(type => type.Name), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(SupervisorMessages))]
    public void A_supervisor_message_is_decoded_unchanged(int sample) => RoundTrip(Some.SupervisorMessages()[sample]);

    [Theory]
    [MemberData(nameof(WorkerMessages))]
    public void A_worker_message_is_decoded_unchanged(int sample) => RoundTrip(Some.WorkerMessages()[sample]);

    [Theory]
    [MemberData(nameof(SupervisorMessages))]
    public void A_supervisor_message_cut_at_any_byte_is_refused(int sample) => RefuseEveryCut(Some.SupervisorMessages()[sample]);

    [Theory]
    [MemberData(nameof(WorkerMessages))]
    public void A_worker_message_cut_at_any_byte_is_refused(int sample) => RefuseEveryCut(Some.WorkerMessages()[sample]);

    [Theory]
    [MemberData(nameof(SupervisorMessages))]
    public void A_supervisor_does_not_read_its_own_messages(int sample) =>
        Wire.FaultOf(() => Wire.Decode<WorkerMessage>(Wire.Encode(Some.SupervisorMessages()[sample])))
            .ShouldBe(IpcFault.WrongDirection);

    [Theory]
    [MemberData(nameof(WorkerMessages))]
    public void A_worker_does_not_read_its_own_messages(int sample) =>
        Wire.FaultOf(() => Wire.Decode<SupervisorMessage>(Wire.Encode(Some.WorkerMessages()[sample])))
            .ShouldBe(IpcFault.WrongDirection);

    [Theory]
    [MemberData(nameof(SupervisorMessages))]
    public void A_supervisor_message_with_a_field_too_many_or_too_few_is_refused(int sample) =>
        RefuseOtherFieldCounts(Some.SupervisorMessages()[sample]);

    [Theory]
    [MemberData(nameof(WorkerMessages))]
    public void A_worker_message_with_a_field_too_many_or_too_few_is_refused(int sample) =>
        RefuseOtherFieldCounts(Some.WorkerMessages()[sample]);

    [Theory]
    [MemberData(nameof(SupervisorMessages))]
    public void A_supervisor_message_with_a_field_of_another_type_is_refused(int sample) =>
        RefuseOtherTypes(Some.SupervisorMessages()[sample]);

    [Theory]
    [MemberData(nameof(WorkerMessagesWithFields))]
    public void A_worker_message_with_a_field_of_another_type_is_refused(int sample) =>
        RefuseOtherTypes(Some.WorkerMessages()[sample]);

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(32)]
    [InlineData(44)]
    [InlineData(127)]
    [InlineData(int.MaxValue)]
    public void A_code_without_a_message_is_refused(int code)
    {
        var payload = Wire.Payload(writer =>
        {
            writer.WriteArrayHeader(1);
            writer.WriteInteger(code);
        });

        Wire.FaultOf(() => Wire.Decode<SupervisorMessage>(payload)).ShouldBe(IpcFault.UnknownMessage);
        Wire.FaultOf(() => Wire.Decode<WorkerMessage>(payload)).ShouldBe(IpcFault.UnknownMessage);
    }

    [Fact]
    public void An_empty_array_a_value_of_another_type_and_an_empty_payload_are_refused()
    {
        Wire.FaultOf(() => Wire.Decode<WorkerMessage>([0x90])).ShouldBe(IpcFault.WrongFieldCount);
        Wire.FaultOf(() => Wire.Decode<WorkerMessage>([0x2a])).ShouldBe(IpcFault.WrongType);
        Wire.FaultOf(() => Wire.Decode<WorkerMessage>([])).ShouldBe(IpcFault.Truncated);
    }

    [Fact]
    public void Bytes_after_a_message_are_refused()
    {
        byte[] fromSupervisor = [.. Wire.Encode<SupervisorMessage>(new Cancel(1)), 0xc0];
        byte[] fromWorker = [.. Wire.Encode<WorkerMessage>(new Ready("engine", 1)), 0xc0];

        Wire.FaultOf(() => Wire.Decode<SupervisorMessage>(fromSupervisor)).ShouldBe(IpcFault.TrailingBytes);
        Wire.FaultOf(() => Wire.Decode<WorkerMessage>(fromWorker)).ShouldBe(IpcFault.TrailingBytes);
    }

    [Fact]
    public void A_refusal_names_the_message_and_the_byte()
    {
        var payload = Wire.Encode<WorkerMessage>(new Goodbye(GoodbyeReason.Drained, "x"));
        payload[2] = 0xc0;

        var refused = Should.Throw<IpcException>(() => Wire.Decode<WorkerMessage>(payload));

        refused.Message.ShouldBe("Goodbye: At byte 2 of the payload: expected Integer, found 0xc0.");
    }

    [Fact]
    public void Only_the_version_is_read_from_the_hello_of_another_version()
    {
        var payload = Wire.Raw((ref writer) =>
        {
            writer.WriteArrayHeader(4);
            writer.Write((long)MessageCode.Hello);
            writer.Write(ProtocolVersion.Current + 1);
            writer.WriteMapHeader(1);
            writer.WriteNil();
            writer.Write("whatever");
            writer.Write(1.0);
        });

        Wire.Decode<WorkerMessage>(payload).ShouldBeOfType<Hello>().ProtocolVersion.ShouldBe(ProtocolVersion.Current + 1);
    }

    [Fact]
    public void A_guid_is_encoded_in_the_byte_order_of_its_text_form()
    {
        var payload = Wire.Encode<SupervisorMessage>(Some.Dispatch());

        Convert.ToHexStringLower(payload).ShouldContain("00112233445566778899aabbccddeeff");
    }

    private static void RoundTrip<T>(T message)
        where T : class, IIpcMessage<T>
    {
        var payload = Wire.Encode(message);

        var back = Wire.Decode<T>(payload);

        Wire.Describe(back).ShouldBe(Wire.Describe(message));
        Wire.Encode(back).ShouldBe(payload);
    }

    private static void RefuseEveryCut<T>(T message)
        where T : class, IIpcMessage<T>
    {
        var payload = Wire.Encode(message);
        for (var length = 0; length < payload.Length; length++)
        {
            Wire.FaultOf(() => Wire.Decode<T>(payload[..length])).ShouldBe(IpcFault.Truncated, $"cut at {length}");
        }
    }

    private static void RefuseOtherFieldCounts<T>(T message)
        where T : class, IIpcMessage<T>
    {
        var payload = Wire.Encode(message);

        // The message is a short array, so that its count is in the first byte.
        payload[0]++;
        Wire.FaultOf(() => Wire.Decode<T>([.. payload, 0xc0])).ShouldBe(IpcFault.WrongFieldCount);
        payload[0] -= 2;
        Wire.FaultOf(() => Wire.Decode<T>(payload)).ShouldBe(IpcFault.WrongFieldCount);
    }

    private static void RefuseOtherTypes<T>(T message)
        where T : class, IIpcMessage<T>
    {
        var payload = Wire.Encode(message);
        payload[2] = 0xca;

        Wire.FaultOf(() => Wire.Decode<T>(payload)).ShouldBe(IpcFault.WrongType);
    }
}
