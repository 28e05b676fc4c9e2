using TemplateWorker.Ipc.Framing;
using TemplateWorker.Ipc.Tests.Support;

namespace TemplateWorker.Ipc.Tests.Framing;

public sealed class FrameReaderTests
{
    private const int Max = 1024 * 1024;

    [Fact]
    public async Task A_frame_one_byte_over_the_limit_is_refused_before_it_is_buffered()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var reader = new FrameReader(sockets.Near, Max);
        await sockets.Far.SendAsync(BitConverter.GetBytes(Max + 1));
        await ReceiveAsync(reader, 4);
        var buffer = reader.BufferBytes;

        var refused = Should.Throw<IpcException>(() => reader.TryTake(out _));

        refused.Fault.ShouldBe(IpcFault.FrameSize);
        refused.Message.ShouldBe($"The peer announced a frame of {Max + 1} bytes; 1 to {Max} are allowed.");
        reader.BufferBytes.ShouldBe(buffer);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x80000000u)]
    [InlineData(uint.MaxValue)]
    public async Task An_empty_frame_and_a_length_that_looks_negative_are_refused(uint length)
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var reader = new FrameReader(sockets.Near, Max);
        await sockets.Far.SendAsync(BitConverter.GetBytes(length));
        await ReceiveAsync(reader, 4);

        Wire.FaultOf(() => reader.TryTake(out _)).ShouldBe(IpcFault.FrameSize);
    }

    [Fact]
    public async Task An_announced_length_takes_no_memory_before_its_bytes_arrive()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var reader = new FrameReader(sockets.Near, Max);
        await sockets.Far.SendAsync((byte[])[.. BitConverter.GetBytes(Max), 1, 2, 3]);

        await ReceiveAsync(reader, 7);

        reader.TryTake(out _).ShouldBeFalse();
        reader.BufferBytes.ShouldBeLessThanOrEqualTo(64 * 1024);
    }

    [Fact]
    public async Task The_buffer_of_an_incomplete_frame_is_at_most_twice_the_bytes_received()
    {
        const int Sent = 100_000;
        using var sockets = await SocketPair.ConnectAsync();
        using var reader = new FrameReader(sockets.Near, Max);
        var sending = sockets.Far.SendAsync((byte[])[.. BitConverter.GetBytes(Max), .. new byte[Sent - 4]]);

        await ReceiveAsync(reader, Sent);
        await sending.Soon();

        reader.TryTake(out _).ShouldBeFalse();
        reader.BufferBytes.ShouldBeLessThan(2 * Sent);
    }

    [Fact]
    public async Task A_frame_of_the_greatest_length_is_read_and_the_buffer_shrinks_again()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var reader = new FrameReader(sockets.Near, Max);
        var payload = new byte[Max];
        new Random(1).NextBytes(payload);
        var sending = sockets.Far.SendAsync(Wire.Frame(payload));

        await ReceiveUntilFrameAsync(reader, payload);
        await sending.Soon();
        await sockets.Far.SendAsync(Wire.Frame([9]));
        await ReceiveAsync(reader, 1);

        reader.BufferBytes.ShouldBeLessThan(Max / 2);
        reader.TryTake(out var next).ShouldBeTrue();
        next.ToArray().ShouldBe([9]);
    }

    [Fact]
    public async Task Many_frames_are_found_in_one_receive()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var reader = new FrameReader(sockets.Near, Max);
        var payloads = Enumerable.Range(1, 100).Select(i => Enumerable.Repeat((byte)i, i).ToArray()).ToList();
        var bytes = payloads.SelectMany(Wire.Frame).ToArray();
        await sockets.Far.SendAsync(bytes);

        await ReceiveAsync(reader, bytes.Length);

        foreach (var payload in payloads)
        {
            reader.TryTake(out var taken).ShouldBeTrue();
            taken.ToArray().ShouldBe(payload);
        }

        reader.TryTake(out _).ShouldBeFalse();
        reader.PartialBytes.ShouldBe(0);
    }

    [Fact]
    public async Task Frames_that_arrive_byte_by_byte_are_assembled()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var reader = new FrameReader(sockets.Near, Max);
        byte[] bytes = [.. Wire.Frame([1, 2, 3]), .. Wire.Frame([4])];
        var taken = new List<byte[]>();
        foreach (var single in bytes)
        {
            await sockets.Far.SendAsync((byte[])[single]);
            await ReceiveAsync(reader, 1);
            while (reader.TryTake(out var payload))
            {
                taken.Add(payload.ToArray());
            }
        }

        taken.Count.ShouldBe(2);
        taken[0].ShouldBe([1, 2, 3]);
        taken[1].ShouldBe([4]);
    }

    private static async Task ReceiveAsync(FrameReader reader, int bytes)
    {
        while (bytes > 0)
        {
            bytes -= await reader.ReceiveAsync(CancellationToken.None).AsTask().Soon();
        }
    }

    private static async Task ReceiveUntilFrameAsync(FrameReader reader, byte[] expected)
    {
        while (true)
        {
            if (reader.TryTake(out var payload))
            {
                payload.SequenceEqual(expected).ShouldBeTrue();
                return;
            }

            await reader.ReceiveAsync(CancellationToken.None).AsTask().Soon();
        }
    }
}
