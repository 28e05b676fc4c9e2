using System.Runtime.Versioning;
using TemplateWorker.Hosting.Supervisor;

namespace TemplateWorker.Tests.Hosting;

/// <summary>Files with secrets that others may open.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ExposedSecretsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tw-secrets-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("0400")]
    [InlineData("0600")]
    [InlineData("0700")]
    public void A_file_for_its_owner_alone_is_no_warning(string mode) => ExposedSecrets.Warnings([Secret("token", mode)], 1000).ShouldBeEmpty();

    [Theory]
    [InlineData("0640")]
    [InlineData("0604")]
    [InlineData("0620")]
    [InlineData("0777")]
    public void A_file_that_others_may_open_is_a_warning_with_its_mode_and_the_remedy(string mode)
    {
        var path = Secret("token", mode);

        ExposedSecrets.Warnings([path], 1000).ShouldBe(
            [$"{path} holds a secret, but others than its owner may open it (mode {mode}). Run: chown 1000 {path} && chmod 600 {path}"]);
    }

    [Fact]
    public void Of_a_link_the_file_counts_and_one_that_is_gone_is_left_out()
    {
        var link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, Secret("token", "0600"));

        ExposedSecrets.Warnings([link, Path.Combine(_folder, "gone")], null).ShouldBeEmpty();
    }

    [Fact]
    public void What_a_containers_runtime_mounted_has_the_mode_that_it_chose()
    {
        // Nothing may be written there, so the path leads back to a file that others may open.
        var path = Secret("token", "0644");

        ExposedSecrets.Warnings([$"/run/secrets/../..{path}"], 1000).ShouldBeEmpty();
        ExposedSecrets.Warnings([$"/run/..{path}"], 1000).ShouldNotBeEmpty();
    }

    private string Secret(string name, string mode)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "hunter2");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        }

        return path;
    }
}
