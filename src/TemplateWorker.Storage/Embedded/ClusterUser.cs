namespace TemplateWorker.Storage.Embedded;

/// <summary>
/// The user that the server runs as: ourselves, or an unprivileged one when we are root, because PostgreSQL refuses to run
/// as root.
/// </summary>
/// <param name="Owner">User and group as <c>uid:gid</c> to switch to, or null to stay who we are.</param>
internal sealed record ClusterUser(string? Owner)
{
    private const string UnprivilegedUser = "postgres";

    /// <summary>Finds the user: as root, the one that owns the existing cluster, else <c>postgres</c>.</summary>
    /// <exception cref="StorageException">There is no such user, or the cluster belongs to another user.</exception>
    public static async Task<ClusterUser> FindAsync(ClusterFolder folder, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ClusterUser((string?)null);
        }

        if (folder.HasCluster)
        {
            var owner = await ToolRun.ExecuteAsync(["stat", "-c", "%u:%g", folder.Data], cancellationToken);
            if (owner.Succeeded && !owner.Output.StartsWith("0:", StringComparison.Ordinal))
            {
                return new ClusterUser(owner.Output);
            }
        }

        var user = await ToolRun.ExecuteAsync(["id", "-u", UnprivilegedUser], cancellationToken);
        var group = await ToolRun.ExecuteAsync(["id", "-g", UnprivilegedUser], cancellationToken);
        return user.Succeeded && group.Succeeded
            ? new ClusterUser($"{user.Output}:{group.Output}")
            : throw new StorageException(
                StorageFault.EmbeddedFailed,
                $"An embedded cluster cannot run as root, and there is no user '{UnprivilegedUser}' to run it as. Install the package postgresql, which makes that user, or start as another user.");
    }

    /// <summary>The command line that runs a program as this user.</summary>
    public IReadOnlyList<string> Run(params IEnumerable<string> commandLine) => Owner is null
        ? [.. commandLine]
        : ["setpriv", $"--reuid={Owner.Split(':')[0]}", $"--regid={Owner.Split(':')[1]}", "--clear-groups", "--inh-caps=-all", "--", .. commandLine];

    /// <summary>Makes a folder that this user alone may use. One that exists is given to the user.</summary>
    /// <exception cref="StorageException">It cannot be made.</exception>
    public Task MakeFolderAsync(string path, CancellationToken cancellationToken) =>
        InstallAsync(path, ["-m", "0700", "-d"], cancellationToken);

    /// <summary>Makes an empty file that this user alone may read and write. One that exists is replaced.</summary>
    /// <exception cref="StorageException">It cannot be made.</exception>
    public Task MakeFileAsync(string path, CancellationToken cancellationToken) =>
        InstallAsync(path, ["-m", "0600", "/dev/null"], cancellationToken);

    /// <summary>Checks that this user can get to a folder through all of its parents.</summary>
    /// <exception cref="StorageException">A parent is closed to it; the message names which.</exception>
    public async Task RequireWayToAsync(string path, CancellationToken cancellationToken)
    {
        if (Owner is null)
        {
            return;
        }

        var parents = new Stack<string>();
        for (var parent = path; parent is not null; parent = Path.GetDirectoryName(parent))
        {
            parents.Push(parent);
        }

        foreach (var parent in parents)
        {
            if (!(await ToolRun.ExecuteAsync(Run("test", "-x", parent), cancellationToken)).Succeeded)
            {
                throw new StorageException(
                    StorageFault.EmbeddedFailed,
                    $"The embedded cluster in {path} runs as user {Owner}, who may not enter {parent}. Run 'chmod o+x {parent}', or choose another folder, such as one under /var/lib.");
            }
        }
    }

    private async Task InstallAsync(string path, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> owner = Owner is null ? [] : ["-o", Owner.Split(':')[0], "-g", Owner.Split(':')[1]];
        var made = await ToolRun.ExecuteAsync(["install", .. owner, .. arguments, path], cancellationToken);
        if (!made.Succeeded)
        {
            throw new StorageException(StorageFault.EmbeddedFailed, $"Cannot make {path} for the embedded cluster: {made.Output}");
        }
    }
}
