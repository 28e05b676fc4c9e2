using System.Diagnostics;
using TemplateWorker.TestKit;

namespace TemplateWorker.Tests.Deployment;

/// <summary>A folder with the script <c>dev</c>, one sample, and a stand-in for the SDK that notes what it was asked for.</summary>
internal sealed class DevFolder : IDisposable
{
    /// <summary>The one sample, and where <c>./dev up</c> copies it.</summary>
    public const string Sample = "templates/samples/greeter/index.js";
    public const string Copy = "data/templates/guild/1001/greeter/index.js";

    // Stands in for the SDK and the program. "msbuild" waits while the file "hold-build" is there, the supervisor while "hold-up" is.
    private const string FakeDotnet = """
        #!/usr/bin/env bash
        echo "$*" >>calls
        case $* in
          --list-sdks) cat sdks ;;
          msbuild*) while [[ -f hold-build ]]; do read -r -t 0.05 _ <> <(:) || true; done ;;
          *register*) (cd "${@: -1}" && find . -name '*.js' | sort) >>registered ;;
          *template-worker.dll*config.yaml) while [[ -f hold-up ]]; do read -r -t 0.05 _ <> <(:) || true; done ;;
        esac
        """;

    private readonly string _path = Directory.CreateTempSubdirectory("dev-up-").FullName;

    public DevFolder()
    {
        // The user that PostgreSQL runs as, when these tests run as root, must get in.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_path, File.GetUnixFileMode(_path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        Directory.CreateDirectory(PathOf("eng"));
        File.Copy(RepositoryFiles.PathOf("dev"), PathOf("dev"));
        File.Copy(RepositoryFiles.PathOf("eng/up.bash"), PathOf("eng/up.bash"));

        // A copy keeps the permission to be executed.
        File.Copy(RepositoryFiles.PathOf("dev"), PathOf("dotnet"));
        File.WriteAllText(PathOf("dotnet"), FakeDotnet);
        Write("sdks", "10.0.100 [/fake]\n");
        Write(Sample, "// as it comes\n");
        Configure(port: 0);
    }

    public string PathOf(string name) => Path.Combine(_path, name);

    public string Read(string name) => File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)) : "";

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    /// <summary>Writes the configuration that <c>./dev up</c> otherwise makes, whose port may be taken on this machine.</summary>
    public void Configure(int port) => Write(
        "data/config.yaml", $"meta:\n  postgres_url: embedded:postgres\naddrs:\n  http: 127.0.0.1:{port}\ntokens:\n  - name: dev\n    token: secret-of-the-test\n");

    public Process StartUp()
    {
        var start = new ProcessStartInfo(PathOf("dev"), ["up"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PATH"] = $"{_path}:{Environment.GetEnvironmentVariable("PATH")}";
        return Process.Start(start)!;
    }

    /// <summary>Runs <c>./dev up</c> to its end.</summary>
    public async Task<(int Status, string Said)> UpAsync()
    {
        using var script = StartUp();
        var output = script.StandardOutput.ReadToEndAsync();
        var said = await script.StandardError.ReadToEndAsync();
        await script.WaitForExitAsync();
        return (script.ExitCode, said + await output);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
