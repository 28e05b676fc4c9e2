using System.Net;
using System.Net.Sockets;

namespace TemplateWorker.Tests.Deployment;

public sealed class DevUpTests : IDisposable
{
    private readonly DevFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_start_copies_the_samples_and_registers_them()
    {
        (await _folder.UpAsync()).Status.ShouldBe(0);

        _folder.Read(DevFolder.Copy).ShouldBe("// as it comes\n");
        _folder.Read("registered").ShouldBe("./guild/1001/greeter/index.js\n");
        _folder.Read("calls").ShouldEndWith("artifacts/app/template-worker.dll --config data/config.yaml\n");
    }

    [Fact]
    public async Task A_template_that_did_not_change_is_not_registered_again()
    {
        await _folder.UpAsync();
        await _folder.UpAsync();

        _folder.Read("registered").ShouldBe("./guild/1001/greeter/index.js\n");
    }

    [Fact]
    public async Task A_sample_that_the_user_changed_is_kept_named_and_registered()
    {
        await _folder.UpAsync();
        _folder.Write(DevFolder.Copy, "// as I want it\n");

        (await _folder.UpAsync()).Said.ShouldMatch("Left alone.*: greeter\n");

        _folder.Read(DevFolder.Copy).ShouldBe("// as I want it\n");
        _folder.Read("registered").ShouldBe("./guild/1001/greeter/index.js\n./guild/1001/greeter/index.js\n");
    }

    [Fact]
    public async Task A_sample_that_the_user_removed_stays_away()
    {
        await _folder.UpAsync();
        Directory.Delete(_folder.PathOf("data/templates/guild/1001/greeter"), recursive: true);

        (await _folder.UpAsync()).Said.ShouldMatch("Left alone.*: greeter\n");

        File.Exists(_folder.PathOf(DevFolder.Copy)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_newer_sample_replaces_a_copy_that_nobody_changed()
    {
        await _folder.UpAsync();
        _folder.Write(DevFolder.Sample, "// as it comes now\n");

        await _folder.UpAsync();

        _folder.Read(DevFolder.Copy).ShouldBe("// as it comes now\n");
    }

    [Fact]
    public async Task In_a_new_database_all_templates_are_registered_again()
    {
        _folder.Write("data/postgres/password", "of the first database");
        await _folder.UpAsync();
        File.Delete(_folder.PathOf("data/postgres/password"));

        await _folder.UpAsync();

        _folder.Read("registered").ShouldBe("./guild/1001/greeter/index.js\n./guild/1001/greeter/index.js\n");
    }

    [Fact]
    public async Task A_configuration_of_the_user_stays_and_its_address_and_token_are_shown()
    {
        var before = _folder.Read("data/config.yaml");

        var (_, said) = await _folder.UpAsync();

        _folder.Read("data/config.yaml").ShouldBe(before);
        said.ShouldContain("address  http://127.0.0.1:0\n");
        said.ShouldContain("token    secret-of-the-test ");
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_a_remedy_before_anything_is_built()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        _folder.Configure(port);

        var (status, said) = await _folder.UpAsync();

        status.ShouldBe(1);
        said.ShouldMatch($"The address 127.0.0.1:{port} is in use.* another port at addrs.http in data/config.yaml");
        _folder.Read("calls").ShouldNotContain("msbuild");
    }

    [Fact]
    public async Task A_second_start_in_the_same_folder_is_refused_while_the_first_one_runs()
    {
        _folder.Write("hold-up", "");
        using var first = _folder.StartUp();
        while (await first.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Ctrl-C", StringComparison.Ordinal))
        {
        }

        var (status, said) = await _folder.UpAsync();

        status.ShouldBe(1);
        said.ShouldContain($"Another ./dev up runs in this folder, as process {first.Id}.");
        File.Delete(_folder.PathOf("hold-up"));
        await first.WaitForExitAsync();
        (await _folder.UpAsync()).Status.ShouldBe(0);
    }

    [Fact]
    public async Task A_missing_SDK_is_named_with_those_that_were_found()
    {
        _folder.Write("sdks", "8.0.404 [/fake]\n9.0.300 [/fake]\n");

        var (status, said) = await _folder.UpAsync();

        status.ShouldBe(1);
        said.ShouldContain("The .NET SDK 10 is missing (found: 8.0.404 9.0.300). Install it from https://dotnet.microsoft.com/download/dotnet/10.0, then try again.");
    }

    [Fact]
    public async Task A_database_in_a_folder_that_was_moved_away_is_named_with_a_remedy()
    {
        _folder.Write("data/config.yaml", _folder.Read("data/config.yaml").Replace("embedded:postgres", "embedded:/no/such/place/postgres"));

        var (status, said) = await _folder.UpAsync();

        status.ShouldBe(1);
        said.ShouldContain("where there is no folder /no/such/place. If it was moved here, write: postgres_url: embedded:postgres");
    }

    [Fact]
    public async Task It_says_what_it_does_while_it_builds()
    {
        _folder.Write("hold-build", "");
        using var script = _folder.StartUp();
        var output = script.StandardOutput.ReadToEndAsync();
        var said = new List<string>();

        while (said.LastOrDefault()?.StartsWith("Building", StringComparison.Ordinal) != true)
        {
            said.Add((await script.StandardError.ReadLineAsync()).ShouldNotBeNull());
        }

        said.ShouldContain("Looking for what it needs ...");
        File.Delete(_folder.PathOf("hold-build"));
        await script.StandardError.ReadToEndAsync();
        await output;
        await script.WaitForExitAsync();
        script.ExitCode.ShouldBe(0);
    }
}
