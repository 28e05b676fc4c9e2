using System.Diagnostics;
using System.Globalization;
using System.Text;
using TemplateWorker.Storage.Embedded;

namespace TemplateWorker.Storage.Backups;

/// <summary><c>pg_dump</c> or <c>pg_restore</c> as it is installed here.</summary>
/// <param name="Path">The program.</param>
/// <param name="Major">Its major version, such as 15.</param>
internal sealed record PostgresTool(string Path, int Major)
{
    /// <summary>What is kept of what a program prints on standard error.</summary>
    private const int MaxErrorLength = 4_000;

    /// <summary>Finds the oldest one that is new enough: Debian keeps a folder for each version.</summary>
    /// <param name="name">The program.</param>
    /// <param name="leastMajor">The least version that can do the work.</param>
    /// <param name="folder">The only folder to look in; null for Debian's folders and PATH.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="StorageException">There is none.</exception>
    public static async Task<PostgresTool> FindAsync(string name, int leastMajor, string? folder, CancellationToken cancellationToken)
    {
        List<PostgresTool> found = [];
        foreach (var path in (folder is null ? ServerBinaries.Folders() : [folder]).Select(place => System.IO.Path.Combine(place, name)).Where(File.Exists).Distinct(StringComparer.Ordinal))
        {
            var version = await ToolRun.ExecuteAsync([path, "--version"], cancellationToken);

            // "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
            var words = version.Output.Split(' ');
            var digits = words.Length < 3 ? "" : new string([.. words[2].TakeWhile(char.IsAsciiDigit)]);
            if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major))
            {
                found.Add(new PostgresTool(path, major));
            }
        }

        return found.Where(tool => tool.Major >= leastMajor).MinBy(tool => tool.Major) ?? throw new StorageException(
            StorageFault.BackupFailed,
            $"{name} of version {leastMajor} or later is needed, and {(found.Count == 0 ? "none is installed" : $"installed is {string.Join(", ", found.Select(tool => $"{tool.Major} ({tool.Path})"))}")}. Install the package postgresql-client-{leastMajor}, or name the folder of the programs with --pg-bin.");
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">Its environment, beside PATH.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="output">Where it writes; null to discard that.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="StorageException">It cannot be run, or fails; the message has what it printed.</exception>
    public async Task RunAsync(
        IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> variables, Stream? input, Stream? output, CancellationToken cancellationToken)
    {
        using var process = ToolRun.Start([Path, .. arguments], variables);
        await using var killed = cancellationToken.UnsafeRegister(_ => Kill(process), null);
        var errors = ReadErrorsAsync(process.StandardError);
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output ?? Stream.Null, CancellationToken.None);
        try
        {
            if (input is not null)
            {
                await input.CopyToAsync(process.StandardInput.BaseStream, CancellationToken.None);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended and says why below.
        }

        try
        {
            await reading;
        }
        catch
        {
            Kill(process);
            throw;
        }

        var text = await errors;
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            throw new StorageException(
                StorageFault.BackupFailed, $"{System.IO.Path.GetFileName(Path)} failed with status {process.ExitCode}: {(text.Length == 0 ? "it said nothing" : text)}");
        }
    }

    private static async Task<string> ReadErrorsAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (text.Length < MaxErrorLength)
            {
                text.Append(text.Length > 0 ? "; " : "").Append(line.Trim());
            }
        }

        return text.ToString();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}
