using System.Security.Cryptography;

namespace TemplateWorker.Storage.Embedded;

/// <summary>Makes the data directory and the password of a new cluster.</summary>
internal static class ClusterCreation
{
    public const string Superuser = "template_worker";

    /// <exception cref="StorageException">The folder holds something else, cannot be used by the server's user, or initdb failed.</exception>
    public static async Task ExecuteAsync(
        ClusterFolder folder, ClusterUser user, ServerBinaries binaries, ClusterDurability durability, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder.UnfinishedData))
        {
            Directory.Delete(folder.UnfinishedData, recursive: true);
        }

        await WritePasswordAsync(folder, user, cancellationToken);
        await user.MakeFolderAsync(folder.UnfinishedData, cancellationToken);
        IReadOnlyList<string> initDb =
        [
            binaries.InitDb, "-D", folder.UnfinishedData, "-U", Superuser, "--pwfile", folder.Password,
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C",
            .. durability == ClusterDurability.Volatile ? ["--no-sync"] : Array.Empty<string>(),
        ];
        var made = await ToolRun.ExecuteAsync(user.Run(initDb), cancellationToken);
        if (!made.Succeeded)
        {
            throw new StorageException(
                StorageFault.EmbeddedFailed, $"initdb could not make a cluster in {folder.Root} (exit {made.ExitCode}): {made.Output}");
        }

        Directory.Move(folder.UnfinishedData, folder.Data);
    }

    private static async Task WritePasswordAsync(ClusterFolder folder, ClusterUser user, CancellationToken cancellationToken)
    {
        await user.MakeFileAsync(folder.Password, cancellationToken);
        await File.WriteAllTextAsync(folder.Password, RandomNumberGenerator.GetHexString(32, lowercase: true) + "\n", cancellationToken);
    }
}
