using TemplateWorker.Ipc.Stage;

namespace TemplateWorker.Ipc.Tests.Stage;

public sealed class StageFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("stage-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_new_stage_is_empty_and_only_its_user_may_read_it()
    {
        using var stage = StageFile.Create(_directory, threads: 3);

        stage.Read().ShouldBeEmpty();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(stage.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void What_entered_is_read_and_what_left_is_not()
    {
        using var stage = StageFile.Create(_directory, threads: 3);
        using var writer = StageWriter.Open(stage.Path);

        writer.Enter(0, 1, 2, 3);
        writer.Enter(2, 4095, long.MaxValue, int.MaxValue);
        stage.Read().ShouldBe([new StageCell(0, 1, 2, 3), new StageCell(2, 4095, long.MaxValue, int.MaxValue)]);

        writer.Leave(0);
        writer.Enter(2, 5, 6, 7);
        stage.Read().ShouldBe([new StageCell(2, 5, 6, 7)]);
    }

    [Fact]
    public void A_cell_that_no_writer_of_ours_wrote_is_not_read()
    {
        using var stage = StageFile.Create(_directory, threads: 3);
        using var writer = StageWriter.Open(stage.Path);

        writer.Enter(0, 4096, 1, 0);
        writer.Enter(1, 0, -1, 0);
        writer.Enter(2, 0, 1, -1);

        stage.Read().ShouldBeEmpty();
    }

    [Fact]
    public void A_stage_that_was_cut_or_removed_says_nothing()
    {
        using var cut = StageFile.Create(_directory, threads: 2);
        using var removed = StageFile.Create(_directory, threads: 2);
        using (var writer = StageWriter.Open(cut.Path))
        {
            writer.Enter(0, 1, 2, 3);
        }

        using (var file = File.OpenWrite(cut.Path))
        {
            file.SetLength(100);
        }

        File.Delete(removed.Path);

        cut.Read().ShouldBeEmpty();
        removed.Read().ShouldBeEmpty();
    }

    [Fact]
    public void Disposing_removes_the_file_and_a_stage_that_is_not_there_is_refused()
    {
        var stage = StageFile.Create(_directory, threads: 1);
        stage.Dispose();
        stage.Dispose();

        File.Exists(stage.Path).ShouldBeFalse();
        Should.Throw<IpcException>(() => StageWriter.Open(stage.Path)).Fault.ShouldBe(IpcFault.Endpoint);
        Should.Throw<IpcException>(() => StageFile.Create(Path.Combine(_directory, "none"), 1)).Fault.ShouldBe(IpcFault.Endpoint);
    }

    [Fact]
    public void Entering_and_leaving_allocate_nothing()
    {
        using var stage = StageFile.Create(_directory, threads: 1);
        using var writer = StageWriter.Open(stage.Path);
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
    public async Task What_a_killed_process_had_entered_and_not_left_is_still_there()
    {
        using var stage = StageFile.Create(_directory, threads: 3);
        using var actor = await StageActor.StartAsync(StageActor.Wait, stage.Path);

        await actor.KillAsync();

        stage.Read().ShouldBe([new StageCell(0, 4095, 1L << 40, 2)]);
    }

    [Fact]
    public async Task Wherever_a_process_is_killed_no_cell_is_a_mixture_of_two_deliveries()
    {
        var seen = 0;
        for (var kill = 0; kill < 8; kill++)
        {
            using var stage = StageFile.Create(_directory, threads: 2);
            using var actor = await StageActor.StartAsync(StageActor.Churn, stage.Path);
            await actor.KillAsync();
            foreach (var cell in stage.Read())
            {
                (cell.Slot, cell.Attempt).ShouldBe(StageActor.Of(cell.Id));
                seen++;
            }
        }

        seen.ShouldBePositive();
    }
}
