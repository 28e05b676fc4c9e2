using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage;
using TemplateWorker.TestKit.Logging;

namespace TemplateWorker.Api.Tests;

public sealed class StorageTroubleTests
{
    [Fact]
    public void What_passes_by_itself_is_told_once_in_a_while_with_a_count()
    {
        var clock = new FakeTimeProvider();
        var loggers = new CollectingLoggers();
        var trouble = new StorageTrouble(clock, loggers.CreateLogger<StorageTrouble>());

        for (var i = 0; i < 100; i++)
        {
            trouble.Note(new StorageException(StorageFault.ConnectionLost, "gone"));
        }

        clock.Advance(StorageTrouble.Quiet);
        trouble.Note(new StorageException(StorageFault.ConnectionLost, "gone"));

        loggers.Lines.Count.ShouldBe(2);
        loggers.Lines[0].ShouldStartWith("7002 Warning");
        loggers.Lines[1].ShouldContain("99 more");
    }

    [Fact]
    public void A_server_that_is_read_only_is_an_outage_and_told_like_one()
    {
        var loggers = new CollectingLoggers();
        var trouble = new StorageTrouble(new FakeTimeProvider(), loggers.CreateLogger<StorageTrouble>());

        trouble.Note(new StorageException(StorageFault.ReadOnly, "standby"));
        trouble.Note(new StorageException(StorageFault.ReadOnly, "standby"));

        loggers.Lines.ShouldHaveSingleItem().ShouldStartWith("7002 Warning");
        trouble.IsWriteSuspected.ShouldBeFalse();
    }

    [Fact]
    public void A_lack_of_room_is_suspected_until_a_check_has_written()
    {
        var trouble = new StorageTrouble(new FakeTimeProvider(), new CollectingLoggers().CreateLogger<StorageTrouble>());

        trouble.Note(new StorageException(StorageFault.ServerResources, "No space left on device"));
        trouble.IsWriteSuspected.ShouldBeTrue();
        trouble.NoteWritable();
        trouble.IsWriteSuspected.ShouldBeFalse();
    }

    [Fact]
    public void What_does_not_is_told_every_time_and_a_callers_value_never()
    {
        var loggers = new CollectingLoggers();
        var trouble = new StorageTrouble(new FakeTimeProvider(), loggers.CreateLogger<StorageTrouble>());

        trouble.Note(new StorageException(StorageFault.InsufficientPrivilege, "no right"));
        trouble.Note(new StorageException(StorageFault.InsufficientPrivilege, "no right"));
        trouble.Note(new StorageException(StorageFault.ValueRefused, "too large"));

        loggers.Lines.Count.ShouldBe(2);
        loggers.Lines.ShouldAllBe(line => line.StartsWith("7003 Error"));
    }
}
