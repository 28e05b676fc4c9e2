using System.Security.Cryptography;

namespace TemplateWorker.Demo.Running;

/// <summary>The temporary folder of one demo: configuration, database cluster, templates and logs.</summary>
internal sealed class DemoFolder
{
    private DemoFolder(string path, string token)
    {
        Path = path;
        Token = token;
        ConfigFile = System.IO.Path.Combine(path, "config.yaml");
    }

    public string Path { get; }

    /// <summary>The admin token that the configuration names, made for this demo.</summary>
    public string Token { get; }

    public string ConfigFile { get; private init; }

    public string Templates => System.IO.Path.Combine(Path, "templates");

    public string LogFile => System.IO.Path.Combine(Path, "template-worker.log");

    /// <summary>Makes the folder and writes a configuration that listens on a loopback port.</summary>
    public static async Task<DemoFolder> CreateAsync(int port, CancellationToken cancellationToken)
    {
        var path = Directory.CreateTempSubdirectory("template-worker-demo-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // Started by root, the cluster runs as another user, who has to get through to its folder.
            File.SetUnixFileMode(
                path,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        var folder = new DemoFolder(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
        await File.WriteAllTextAsync(
            folder.ConfigFile,
            $"""
            meta:
              postgres_url: 'embedded:{System.IO.Path.Combine(path, "cluster")}'
            addrs:
              http: 127.0.0.1:{port}
            tokens:
              - name: demo
                role: admin
                token: {folder.Token}

            """,
            cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.ConfigFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return folder;
    }

    /// <summary>The same folder with a configuration that names a script engine.</summary>
    public async Task<DemoFolder> WithEngineAsync(string engine, CancellationToken cancellationToken)
    {
        var variant = new DemoFolder(Path, Token) { ConfigFile = System.IO.Path.Combine(Path, $"config-{engine}.yaml") };
        File.Copy(ConfigFile, variant.ConfigFile, overwrite: true);
        await File.AppendAllTextAsync(variant.ConfigFile, $"scripting:\n  engine: {engine}\n", cancellationToken);
        return variant;
    }

    public void Delete() => Directory.Delete(Path, recursive: true);
}
