using TemplateWorker.Ipc.InFlight;

namespace TemplateWorker.Ipc.Tests.InFlight;

public sealed class InFlightFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("in-flight-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_new_file_holds_no_delivery_and_only_its_owner_can_read_it()
    {
        using var file = InFlightFile.Create(_directory, threads: 3);

        file.Read().ShouldBeEmpty();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void A_delivery_is_read_from_when_it_enters_a_thread_until_it_leaves()
    {
        using var file = InFlightFile.Create(_directory, threads: 3);
        using var writer = InFlightWriter.Open(file.Path);

        writer.Enter(0, 1, 2, 3);
        writer.Enter(2, 4095, long.MaxValue, int.MaxValue);
        file.Read().ShouldBe([new InFlightDelivery(0, 1, 2, 3), new InFlightDelivery(2, 4095, long.MaxValue, int.MaxValue)]);

        writer.Leave(0);
        writer.Enter(2, 5, 6, 7);
        file.Read().ShouldBe([new InFlightDelivery(2, 5, 6, 7)]);
    }

    [Fact]
    public void A_cell_with_a_field_out_of_bounds_is_not_read()
    {
        using var file = InFlightFile.Create(_directory, threads: 3);
        using var writer = InFlightWriter.Open(file.Path);

        writer.Enter(0, 4096, 1, 0);
        writer.Enter(1, 0, -1, 0);
        writer.Enter(2, 0, 1, -1);

        file.Read().ShouldBeEmpty();
    }

    [Fact]
    public void A_truncated_or_missing_file_holds_no_delivery()
    {
        using var cut = InFlightFile.Create(_directory, threads: 2);
        using var removed = InFlightFile.Create(_directory, threads: 2);
        using (var writer = InFlightWriter.Open(cut.Path))
        {
            writer.Enter(0, 1, 2, 3);
        }

        using (var stream = File.OpenWrite(cut.Path))
        {
            stream.SetLength(100);
        }

        File.Delete(removed.Path);

        cut.Read().ShouldBeEmpty();
        removed.Read().ShouldBeEmpty();
    }

    [Fact]
    public void Disposing_deletes_the_file_and_a_missing_file_or_directory_is_refused()
    {
        var file = InFlightFile.Create(_directory, threads: 1);
        file.Dispose();
        file.Dispose();

        File.Exists(file.Path).ShouldBeFalse();
        Should.Throw<IpcException>(() => InFlightWriter.Open(file.Path)).Fault.ShouldBe(IpcFault.Endpoint);
        Should.Throw<IpcException>(() => InFlightFile.Create(Path.Combine(_directory, "none"), 1)).Fault.ShouldBe(IpcFault.Endpoint);
    }

    [Fact]
    public void A_file_that_its_process_withdrew_blames_no_delivery_also_when_a_thread_still_writes()
    {
        using var file = InFlightFile.Create(_directory, threads: 2);
        using var writer = InFlightWriter.Open(file.Path);
        writer.Enter(0, 1, 2, 3);
        InFlightFile.ReadAbandoned(file.Path).Deliveries.ShouldBe([new InFlightDelivery(0, 1, 2, 3)]);

        writer.Withdraw();
        writer.Enter(1, 4, 5, 6);

        var (process, deliveries) = InFlightFile.ReadAbandoned(file.Path);
        process.ShouldBe(0);
        deliveries.ShouldBeEmpty();
    }

    [Fact]
    public void Entering_and_leaving_allocate_nothing()
    {
        using var file = InFlightFile.Create(_directory, threads: 1);
        using var writer = InFlightWriter.Open(file.Path);
        writer.Enter(0, 1, 2, 3);
        writer.Leave(0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var id = 0; id < 1000; id++)
        {
            writer.Enter(0, 1, id, 3);
            writer.Leave(0);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public async Task The_delivery_on_a_thread_of_a_killed_process_is_still_in_the_file()
    {
        using var file = InFlightFile.Create(_directory, threads: 3);
        using var process = await WriterProcess.StartAsync(WriterProcess.Wait, file.Path);

        await process.KillAsync();

        file.Read().ShouldBe([new InFlightDelivery(0, 4095, 1L << 40, 2)]);
    }

    [Fact]
    public async Task No_cell_mixes_two_deliveries_wherever_the_process_is_killed()
    {
        var seen = 0;
        for (var kill = 0; kill < 8; kill++)
        {
            using var file = InFlightFile.Create(_directory, threads: 2);
            using var process = await WriterProcess.StartAsync(WriterProcess.Churn, file.Path);
            await process.KillAsync();
            foreach (var delivery in file.Read())
            {
                (delivery.Slot, delivery.Attempt).ShouldBe(WriterProcess.Of(delivery.Id));
                seen++;
            }
        }

        seen.ShouldBePositive();
    }
}
