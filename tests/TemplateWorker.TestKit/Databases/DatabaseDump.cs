using Npgsql;
using TemplateWorker.Storage.Embedded;

namespace TemplateWorker.TestKit.Databases;

/// <summary>A dump of a test's database by <c>pg_dump</c>, in a file of its own.</summary>
public sealed class DatabaseDump : IDisposable
{
    private readonly string _file;

    private DatabaseDump(string file) => _file = file;

    /// <summary>Whether the programs are there: beside the server's where a folder of these is named, else in PATH.</summary>
    public static bool IsPossible => File.Exists(Program("pg_dump")) && File.Exists(Program("pg_restore"));

    /// <summary>Takes a dump. The database may be in use.</summary>
    public static async Task<DatabaseDump> TakeAsync(TestDatabase database)
    {
        var dump = new DatabaseDump(Path.GetTempFileName());
        await RunAsync("pg_dump", "--format=custom", $"--file={dump._file}", $"--dbname={Address(database)}");
        return dump;
    }

    /// <summary>Replaces a database by one that has what the dump has, under the same name.</summary>
    public async Task RestoreAsync(TestDatabase database)
    {
        await database.MakeAnewAsync();
        await RunAsync("pg_restore", "--exit-on-error", $"--dbname={Address(database)}", _file);
    }

    /// <summary>Removes the file.</summary>
    public void Dispose() => File.Delete(_file);

    private static string Address(TestDatabase database)
    {
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        return $"host='{address.Host}' port={address.Port} dbname={address.Database} user={address.Username} password='{address.Password}'";
    }

    private static string Program(string name) => TestBinaries.Folder is { } folder
        ? Path.Combine(folder, name)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(place => Path.Combine(place, name))
            .FirstOrDefault(File.Exists) ?? name;

    private static async Task RunAsync(string name, params IEnumerable<string> arguments)
    {
        var done = await ToolRun.ExecuteAsync([Program(name), .. arguments], CancellationToken.None);
        if (!done.Succeeded)
        {
            throw new InvalidOperationException($"{name} failed: {done.Output}");
        }
    }
}
