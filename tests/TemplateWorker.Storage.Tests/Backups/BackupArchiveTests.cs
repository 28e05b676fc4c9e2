using System.IO.Compression;
using System.Text.Json;
using TemplateWorker.Storage.Backups;

namespace TemplateWorker.Storage.Tests.Backups;

public sealed class BackupArchiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string Path => System.IO.Path.Combine(_folder, "b.backup");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_written_is_read_and_only_its_owner_may()
    {
        var written = await WriteAsync();

        JsonSerializer.Serialize(await BackupArchive.CheckAsync(Path, CancellationToken.None)).ShouldBe(JsonSerializer.Serialize(written));
        var read = "";
        await BackupArchive.ReadDumpAsync(Path, async dump => read = await new StreamReader(dump).ReadToEndAsync());
        (read, written.DumpBytes).ShouldBe(("the dump", 8));
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Directory.GetFiles(_folder).ShouldBe([Path]);
    }

    [Fact]
    public async Task A_dump_that_fails_leaves_the_file_of_before()
    {
        await WriteAsync();
        var before = await File.ReadAllBytesAsync(Path);

        await Should.ThrowAsync<StorageException>(BackupArchive.WriteAsync(
            Path, _ => throw new StorageException(StorageFault.BackupFailed, "pg_dump failed with status 1: no")));

        (await File.ReadAllBytesAsync(Path)).ShouldBe(before);
        Directory.GetFiles(_folder).ShouldBe([Path]);
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_named()
    {
        var path = System.IO.Path.Combine(_folder, "missing", "b.backup");

        (await Should.ThrowAsync<StorageException>(BackupArchive.WriteAsync(path, _ => Task.FromResult(Manifest)))).Message
            .ShouldStartWith($"{path} cannot be written: ");
        (await Should.ThrowAsync<StorageException>(BackupArchive.CheckAsync(path, CancellationToken.None))).Message
            .ShouldStartWith($"The backup {path} cannot be read: ");
    }

    [Fact]
    public async Task A_changed_byte_of_the_dump_is_noticed()
    {
        await WriteAsync();
        var bytes = await File.ReadAllBytesAsync(Path);
        bytes[bytes.AsSpan().IndexOf("the dump"u8)] ^= 1;
        await File.WriteAllBytesAsync(Path, bytes);

        (await BrokenAsync()).ShouldContain("is not a complete backup");
    }

    [Fact]
    public async Task A_file_that_was_cut_is_noticed()
    {
        await WriteAsync();
        await using (var file = File.OpenWrite(Path))
        {
            file.SetLength(file.Length / 2);
        }

        (await BrokenAsync()).ShouldContain("is not a complete backup");
    }

    [Theory]
    [InlineData(null, "it has no manifest.json")]
    [InlineData("{", "is not a complete backup")]
    [InlineData("""{"format":2}""", "is not a complete backup")]
    [InlineData("""{"format":2,"taken_at":"2026-01-01T00:00:00Z","program":"9","server":"15.1","dump_major":15,"migrations":[],"roles":[],"tables":{},"dump_bytes":0,"dump_sha256":""}""", "its format is 2, and this version reads 1")]
    public async Task A_file_of_another_kind_is_refused(string? manifest, string expected)
    {
        await using (var file = File.Create(Path))
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Create);
            if (manifest is not null)
            {
                await using var entry = new StreamWriter(archive.CreateEntry("manifest.json").Open());
                await entry.WriteAsync(manifest);
            }
        }

        (await BrokenAsync()).ShouldContain(expected);
    }

    private static BackupManifest Manifest => new()
    {
        Format = BackupManifest.CurrentFormat,
        TakenAt = DateTimeOffset.UnixEpoch,
        Program = "0.2.0",
        Server = "15.1",
        DumpMajor = 15,
        Migrations = ["a", "b"],
        Roles = ["shop"],
        Tables = new Dictionary<string, long> { ["public.t"] = 3 },
        DumpBytes = 0,
        DumpSha256 = "",
    };

    private Task<BackupManifest> WriteAsync() => BackupArchive.WriteAsync(
        Path,
        async stream =>
        {
            await stream.WriteAsync("the dump"u8.ToArray());
            return Manifest;
        });

    private async Task<string> BrokenAsync()
    {
        var refused = await Should.ThrowAsync<StorageException>(BackupArchive.CheckAsync(Path, CancellationToken.None));
        refused.Fault.ShouldBe(StorageFault.BackupBroken);
        return refused.Message;
    }
}
