using TemplateWorker.Ipc.Codec;
using TemplateWorker.Ipc.Framing;
using TemplateWorker.Ipc.Tests.Support;

namespace TemplateWorker.Ipc.Tests.Framing;

public sealed class FrameQueueTests
{
    [Fact]
    public async Task Frames_are_taken_together_in_the_order_in_which_they_were_added()
    {
        var queue = new FrameQueue(10, 10_000);
        queue.TryAdd(Frame(1)).ShouldBeTrue();
        queue.TryAdd(Frame(2)).ShouldBeTrue();
        queue.TryAdd(Frame(3)).ShouldBeTrue();

        var taken = await queue.TakeAllAsync().AsTask().Soon();

        Values(taken).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_waiting_writer_is_woken_by_a_frame()
    {
        var queue = new FrameQueue(10, 10_000);
        var taking = queue.TakeAllAsync().AsTask();
        taking.IsCompleted.ShouldBeFalse();

        queue.TryAdd(Frame(1)).ShouldBeTrue();

        Values(await taking.Soon()).ShouldBe([1]);
    }

    [Fact]
    public async Task A_full_queue_refuses_frames_until_taken_ones_are_written()
    {
        var queue = new FrameQueue(2, 10_000);
        queue.TryAdd(Frame(1)).ShouldBeTrue();
        var second = Frame(2);
        queue.TryAdd(second).ShouldBeTrue();
        queue.HasRoom.ShouldBeFalse();
        queue.TryAdd(Frame(3)).ShouldBeFalse();

        await queue.TakeAllAsync().AsTask().Soon();
        queue.TryAdd(Frame(3)).ShouldBeFalse();
        queue.ReleaseRoom(second.Bytes.Length);

        queue.TryAdd(Frame(3)).ShouldBeTrue();
        queue.TryAdd(Frame(4)).ShouldBeFalse();
    }

    [Fact]
    public void The_bytes_in_the_queue_are_bounded_too()
    {
        var queue = new FrameQueue(100, 10);

        queue.TryAdd(Frame(1)).ShouldBeTrue();
        queue.TryAdd(Frame(2)).ShouldBeTrue();
        queue.TryAdd(Frame(3)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_closed_queue_hands_out_its_frames_and_refuses_further_ones()
    {
        var queue = new FrameQueue(10, 10_000);
        queue.TryAdd(Frame(1)).ShouldBeTrue();
        queue.Close();
        queue.Close();

        queue.HasRoom.ShouldBeFalse();
        queue.TryAdd(Frame(2)).ShouldBeFalse();
        Values(await queue.TakeAllAsync().AsTask().Soon()).ShouldBe([1]);
        (await queue.TakeAllAsync().AsTask().Soon()).ShouldBeNull();
        (await queue.TakeAllAsync().AsTask().Soon()).ShouldBeNull();
    }

    [Fact]
    public async Task Closing_wakes_a_waiting_writer()
    {
        var queue = new FrameQueue(10, 10_000);
        var taking = queue.TakeAllAsync().AsTask();

        queue.Close();

        (await taking.Soon()).ShouldBeNull();
    }

    private static FrameBuffer Frame(int value)
    {
        var frame = new FrameBuffer(100);
        new ValueWriter(frame).WriteInteger(value);
        frame.Seal();
        return frame;
    }

    private static List<int> Values(FrameBuffer? frame)
    {
        var values = new List<int>();
        for (; frame is not null; frame = frame.Next)
        {
            values.Add(frame.Payload[0]);
        }

        return values;
    }
}
