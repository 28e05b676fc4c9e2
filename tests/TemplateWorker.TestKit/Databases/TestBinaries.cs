using TemplateWorker.Storage.Embedded;

namespace TemplateWorker.TestKit.Databases;

/// <summary>
/// The programs that tests run their servers from: those in the folder that TEMPLATE_WORKER_TEST_POSTGRES_BIN names, else the
/// newest that are installed.
/// </summary>
internal static class TestBinaries
{
    private const string Variable = "TEMPLATE_WORKER_TEST_POSTGRES_BIN";

    /// <summary>Whether there are any. Looked up once, without running them.</summary>
    public static bool Exist { get; } = Requested is not null
        || Task.Run(() => ServerBinaries.AreInstalledAsync(CancellationToken.None)).GetAwaiter().GetResult();

    /// <summary>The folder that the variable names, or null when it is not set.</summary>
    /// <exception cref="InvalidOperationException">The folder holds no server.</exception>
    public static string? Folder =>
        Requested is not { } folder || (File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb")))
            ? Requested
            : throw new InvalidOperationException($"{Variable} must be a folder with the programs postgres and initdb, was '{folder}'.");

    private static string? Requested => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;
}
