using TemplateWorker.Ipc.Codec;
using TemplateWorker.Ipc.Framing;
using TemplateWorker.Ipc.Tests.Support;

namespace TemplateWorker.Ipc.Tests.Framing;

public sealed class FrameBufferTests
{
    [Fact]
    public void A_frame_begins_with_the_length_of_its_payload_in_little_endian()
    {
        var frame = new FrameBuffer(1 << 20);
        new ValueWriter(frame).WriteBinary(new byte[0x0102]);
        frame.Seal();

        frame.Bytes[..4].ToArray().ShouldBe([0x05, 0x01, 0x00, 0x00]);
        frame.Bytes.Length.ShouldBe(4 + 0x0105);
    }

    [Theory]
    [InlineData(2000, false)]
    [InlineData(2001, true)]
    [InlineData(100_000, true)]
    public void A_payload_is_refused_from_one_byte_over_the_limit(int payload, bool refused)
    {
        var frame = new FrameBuffer(2000);

        var fault = Wire.FaultOf(() =>
        {
            new ValueWriter(frame).WriteBinary(new byte[payload - (payload > 65538 ? 5 : 3)]);
            frame.Seal();
        });

        fault.ShouldBe(refused ? IpcFault.FrameSize : null);
    }
}
