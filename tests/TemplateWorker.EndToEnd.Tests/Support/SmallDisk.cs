using System.Diagnostics;
using Npgsql;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>A file system of a few megabytes in memory that holds one database, and that can be filled.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Megabytes = 64;
    private const int BlockLength = 8 << 10;

    private readonly TestDatabase _database;
    private readonly string _folder;
    private readonly string _tablespace = $"small_{Guid.NewGuid():N}";

    private SmallDisk(TestDatabase database, string folder)
    {
        _database = database;
        _folder = folder;
    }

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Whether this process may mount a file system.</summary>
    public static async Task<bool> IsPossibleAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tw-disk-").FullName;
        try
        {
            var mounted = await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder) == 0;
            return mounted && await RunAsync("umount", folder) == 0;
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    /// <summary>Moves a database whose server runs on this machine onto a new disk. Nothing may use the database meanwhile.</summary>
    public static async Task<SmallDisk> MoveAsync(TestDatabase database)
    {
        var data = await database.ReadAsync<string>("show data_directory");
        var folder = Directory.CreateTempSubdirectory("tw-disk-").FullName;
        var disk = new SmallDisk(database, folder);
        try
        {
            (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", folder)).ShouldBe(0);
            var place = Directory.CreateDirectory(Path.Combine(folder, "tablespace")).FullName;
            (await RunAsync("chmod", "755", folder)).ShouldBe(0);
            (await RunAsync("chown", $"--reference={data}", place)).ShouldBe(0);
            await disk.AdministerAsync($"create tablespace {disk._tablespace} location '{place}'");
            await disk.AdministerAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database.Name}'");
            await disk.AdministerAsync($"alter database {database.Name} set tablespace {disk._tablespace}");
            return disk;
        }
        catch
        {
            await disk.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes all of the free space.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[BlockLength];
        try
        {
            while (true)
            {
                filler.Write(block);
            }
        }
        catch (IOException)
        {
            // No space is left.
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        File.Delete(Filler);
        await AdministerAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{_database.Name}'");
        await AdministerAsync($"alter database {_database.Name} set tablespace pg_default");
        await AdministerAsync($"drop tablespace if exists {_tablespace}");
        await RunAsync("umount", "--lazy", _folder);
        Directory.Delete(_folder);
    }

    private async Task AdministerAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Database = "postgres", Pooling = false });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
