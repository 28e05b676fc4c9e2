using System.Globalization;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Embedded;

/// <summary>The folder of one installed PostgreSQL server's programs.</summary>
/// <param name="Folder">Holds <c>postgres</c> and <c>initdb</c>.</param>
/// <param name="Major">The major version, such as 15.</param>
internal sealed record ServerBinaries(string Folder, int Major)
{
    private const string DebianRoot = "/usr/lib/postgresql";
    private const int OldestMajor = Database.OldestServerVersion / 10_000;

    public string Postgres => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>
    /// Finds the newest installed server under Debian's folder, then in PATH, then where pg_config says; or the one that fits
    /// a cluster that exists already.
    /// </summary>
    /// <param name="folder">The cluster.</param>
    /// <param name="programFolder">The only folder to look in, or null.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="StorageException">None is installed, or none that fits.</exception>
    public static async Task<ServerBinaries> FindAsync(
        ClusterFolder folder, string? programFolder, CancellationToken cancellationToken)
    {
        List<ServerBinaries> found = [];
        foreach (var candidate in programFolder is null ? await CandidatesAsync(cancellationToken) : [programFolder])
        {
            if (await IdentifyAsync(candidate, cancellationToken) is { } binaries)
            {
                found.Add(binaries);
            }
        }

        return folder.HasCluster ? Fitting(found, folder) : Newest(found);
    }

    /// <summary>Whether any server is installed, without running it.</summary>
    public static async Task<bool> AreInstalledAsync(CancellationToken cancellationToken) =>
        (await CandidatesAsync(cancellationToken)).Any(HasServer);

    /// <summary>The newest of the servers that were found.</summary>
    /// <exception cref="StorageException">There is none, or all are too old.</exception>
    public static ServerBinaries Newest(IReadOnlyList<ServerBinaries> found) =>
        found.Where(binaries => binaries.Major >= OldestMajor).MaxBy(binaries => binaries.Major)
        ?? throw new StorageException(
            StorageFault.EmbeddedFailed,
            $"No PostgreSQL server from version {OldestMajor} on is installed here (looked in {DebianRoot}/*/bin, PATH and pg_config). Install one, on Debian and Ubuntu with 'apt-get install postgresql', or give the address of a running server.");

    private static ServerBinaries Fitting(List<ServerBinaries> found, ClusterFolder folder)
    {
        var text = File.ReadAllText(Path.Combine(folder.Data, "PG_VERSION")).Trim();
        return found.FirstOrDefault(binaries => binaries.Major.ToString(CultureInfo.InvariantCulture) == text)
            ?? throw new StorageException(
                StorageFault.EmbeddedFailed,
                $"The cluster in {folder.Root} was made by PostgreSQL {text}, which is not installed here{(found.Count == 0 ? "" : $" (installed: {string.Join(", ", found.Select(binaries => binaries.Major))})")}. Install the package postgresql-{text}, or move the data with pg_dump.");
    }

    /// <summary>Where PostgreSQL's programs may be: Debian's folder of each version, then PATH.</summary>
    public static IEnumerable<string> Folders()
    {
        var debian = Directory.Exists(DebianRoot) ? Directory.EnumerateDirectories(DebianRoot).Select(version => Path.Combine(version, "bin")) : [];
        return debian.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<IReadOnlyList<string>> CandidatesAsync(CancellationToken cancellationToken)
    {
        List<string> candidates = [.. Folders()];
        if (candidates.Select(folder => Path.Combine(folder, "pg_config")).FirstOrDefault(File.Exists) is { } pgConfig)
        {
            var answer = await ToolRun.ExecuteAsync([pgConfig, "--bindir"], cancellationToken);
            candidates.Add(answer.Output);
        }

        return [.. candidates.Distinct(StringComparer.Ordinal)];
    }

    private static bool HasServer(string folder) =>
        File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb"));

    // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "postgres (PostgreSQL) 17beta1"
    private static async Task<ServerBinaries?> IdentifyAsync(string folder, CancellationToken cancellationToken)
    {
        if (!HasServer(folder))
        {
            return null;
        }

        var version = await ToolRun.ExecuteAsync([Path.Combine(folder, "postgres"), "--version"], cancellationToken);
        var words = version.Output.Split(' ');
        var digits = words.Length < 3 ? "" : new string([.. words[2].TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? new ServerBinaries(folder, major) : null;
    }
}
