using System.Security.Cryptography;
using TemplateWorker.Api.Access;
using TemplateWorker.Configuration.Schema;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>
/// The admin token of a configuration without tokens: made at the first start, in a file that its owner alone may read. Supervisors that share the
/// folder share the file, also when they start at the same time.
/// </summary>
/// <param name="directory">The folder of the configuration file.</param>
internal sealed class AdminTokenFile(string directory)
{
    /// <summary>The name of its bearer in logs.</summary>
    public const string BearerName = "admin-token";

    private const int TokenBytes = 24;

    /// <summary>Where it is.</summary>
    public string Path { get; } = System.IO.Path.Combine(directory, "admin-token");

    /// <summary>The token in the file, which is made when it does not exist.</summary>
    /// <exception cref="TokenFileException">The file cannot be written or read, can be read by others, or holds no token.</exception>
    public async Task<TokenOptions> ReadOrMakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(Path))
            {
                await MakeAsync(cancellationToken);
            }

            return new TokenOptions { Name = BearerName, Role = TokenRole.Admin, Token = await ReadAsync(cancellationToken) };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TokenFileException(
                $"No token is configured, and the file of the supervisor's own, {Path}, cannot be used: {exception.Message} "
                + "Add a token to tokens, make the folder writable, or set addrs.open to true to serve without tokens.",
                exception);
        }
    }

    private async Task<Secret> ReadAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(Path).IsOpenToOthers())
        {
            throw new TokenFileException($"{Path} holds an admin token, but is open to other users. Delete it, so that a new token is made, or run: chmod 600 {Path}");
        }

        var token = (await File.ReadAllTextAsync(Path, cancellationToken)).TrimEnd('\n');
        return TokenForm.Fault(token) is { } fault
            ? throw new TokenFileException($"{Path} holds no token: it {fault}. Delete it, so that a new one is made.")
            : new Secret(token);
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        // Complete before it has its name: another supervisor may be reading.
        var draft = $"{Path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileModes.OwnerOnly;
        }

        try
        {
            await using (var stream = new StreamWriter(draft, options))
            {
                await stream.WriteLineAsync(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)).AsMemory(), cancellationToken);
            }

            File.Move(draft, Path, overwrite: false);
        }
        catch (IOException) when (File.Exists(Path))
        {
            // Another supervisor was first, and its token is the one.
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
