using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace TemplateWorker.Storage.Backups;

/// <summary>
/// The file of a backup: a ZIP archive with <c>database.dump</c>, in the custom form of <c>pg_dump</c>, and behind it <c>manifest.json</c>. Other tools
/// can take it apart.
/// </summary>
internal static class BackupArchive
{
    private const string DumpEntry = "database.dump";
    private const string ManifestEntry = "manifest.json";

    /// <summary>A manifest is small; a file that claims otherwise is none of ours.</summary>
    private const int MaxManifestBytes = 16 << 20;

    /// <summary>Writes a file that only its owner may read. It has its name once it is complete and on the disk.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="write">Writes the dump, and tells what the manifest says besides its size and hash.</param>
    /// <exception cref="StorageException">The file cannot be written.</exception>
    public static Task<BackupManifest> WriteAsync(string path, Func<Stream, Task<BackupManifest>> write) => PrivateFile.WriteAsync(
        path,
        async file =>
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
            using var hash = SHA256.Create();
            BackupManifest manifest;

            // The dump is compressed already.
            await using (var entry = archive.CreateEntry(DumpEntry, CompressionLevel.NoCompression).Open())
            await using (var hashed = new CryptoStream(entry, hash, CryptoStreamMode.Write, leaveOpen: true))
            {
                var counted = new CountingStream(hashed);
                manifest = await write(counted) with { DumpBytes = counted.Bytes };
                await hashed.FlushFinalBlockAsync();
            }

            manifest = manifest with { DumpSha256 = Convert.ToHexStringLower(hash.Hash!) };
            await using var told = archive.CreateEntry(ManifestEntry).Open();
            await JsonSerializer.SerializeAsync(told, manifest, BackupJson.Default.BackupManifest);
            return manifest;
        });

    /// <summary>Reads the manifest, and compares the dump with its hash.</summary>
    /// <exception cref="StorageException">The file is no complete backup, or one that this program does not know.</exception>
    public static async Task<BackupManifest> CheckAsync(string path, CancellationToken cancellationToken)
    {
        BackupManifest? manifest = null;
        await ReadAsync(
            path,
            async archive =>
            {
                var told = archive.GetEntry(ManifestEntry) ?? throw Broken(path, $"it has no {ManifestEntry}");
                if (told.Length > MaxManifestBytes)
                {
                    throw Broken(path, $"its {ManifestEntry} has {told.Length} bytes");
                }

                await using (var text = told.Open())
                {
                    manifest = await JsonSerializer.DeserializeAsync(text, BackupJson.Default.BackupManifest, cancellationToken);
                }

                if (manifest?.Format != BackupManifest.CurrentFormat)
                {
                    throw Broken(path, $"its format is {manifest?.Format}, and this version reads {BackupManifest.CurrentFormat}");
                }

                await using var dump = Dump(path, archive);
                var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(dump, cancellationToken));
                if (hash != manifest.DumpSha256)
                {
                    throw Broken(path, $"the SHA-256 of its dump is {hash}, and its manifest says {manifest.DumpSha256}");
                }
            });
        return manifest!;
    }

    /// <summary>Reads the dump.</summary>
    /// <exception cref="StorageException">The file is no complete backup.</exception>
    public static Task ReadDumpAsync(string path, Func<Stream, Task> read) => ReadAsync(
        path,
        async archive =>
        {
            await using var dump = Dump(path, archive);
            await read(dump);
        });

    private static async Task ReadAsync(string path, Func<ZipArchive, Task> read)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            await read(archive);
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException)
        {
            throw Broken(path, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.BackupFailed, $"The backup {path} cannot be read: {fault.Message}", fault);
        }
    }

    private static Stream Dump(string path, ZipArchive archive) => (archive.GetEntry(DumpEntry) ?? throw Broken(path, $"it has no {DumpEntry}")).Open();

    private static StorageException Broken(string path, string why) =>
        new(StorageFault.BackupBroken, $"{path} is not a complete backup: {why.TrimEnd('.')}. Take another copy of it, or an earlier backup.");
}
