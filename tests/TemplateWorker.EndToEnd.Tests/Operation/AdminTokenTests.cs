using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Operation;

/// <summary>A supervisor whose configuration has no token.</summary>
public sealed class AdminTokenTests : IAsyncLifetime
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly OperatorFolder _folder = OperatorFolder.Create();
    private TestDatabase? _database;

    private string TokenFile => Path.Combine(_folder.Path, "admin-token");

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync()
    {
        _folder.Dispose();
        await _database!.DisposeAsync();
    }

    [DatabaseFact]
    public async Task It_makes_an_admin_token_in_a_file_of_its_own_and_keeps_it()
    {
        string token;
        await using (var first = Start())
        {
            var address = await AddressAsync(first);
            JsonNode.Parse(await first.LineAsync("admin token in"))!["Properties"]!["Path"]!.GetValue<string>().ShouldBe(TokenFile);
            File.GetUnixFileMode(TokenFile).ShouldBe(OwnerOnly);
            token = await File.ReadAllTextAsync(TokenFile);
            token.ShouldMatch("^[0-9a-f]{48}\n$");
            first.Output.ShouldNotContain(token.Trim());
            (await StatusAsync(address, null)).ShouldBe(HttpStatusCode.Unauthorized);
            (await StatusAsync(address, token.Trim())).ShouldBe(HttpStatusCode.OK);
        }

        await using var second = Start();
        (await StatusAsync(await AddressAsync(second), token.Trim())).ShouldBe(HttpStatusCode.OK);
        Directory.GetFiles(_folder.Path, "admin-token*").ShouldBe([TokenFile]);
    }

    [DatabaseFact]
    public async Task Two_that_start_at_once_have_one_token()
    {
        var config = _folder.WriteConfigWithoutToken(OperatorFolder.KeywordForm(_database!));
        await using var one = Start(config);
        await using var other = Start(config);

        var addresses = await Task.WhenAll(AddressAsync(one), AddressAsync(other));

        var token = (await File.ReadAllTextAsync(TokenFile)).Trim();
        foreach (var address in addresses)
        {
            (await StatusAsync(address, token)).ShouldBe(HttpStatusCode.OK);
        }
    }

    [DatabaseFact]
    public async Task A_file_that_others_can_read_is_refused_with_the_remedy()
    {
        await File.WriteAllTextAsync(TokenFile, "0123456789abcdef0123456789abcdef\n");
        File.SetUnixFileMode(TokenFile, OwnerOnly | UnixFileMode.GroupRead);
        await using var process = Start();

        (await process.ExitCodeAsync()).ShouldBe(1);
        process.Output.ShouldContain($"chmod 600 {TokenFile}");
    }

    [DatabaseFact]
    public async Task A_file_that_holds_no_token_is_refused_without_its_text()
    {
        await File.WriteAllTextAsync(TokenFile, "too short\n");
        File.SetUnixFileMode(TokenFile, OwnerOnly);
        await using var process = Start();

        (await process.ExitCodeAsync()).ShouldBe(1);
        process.Output.ShouldContain($"{TokenFile} holds no token: it must be 16 to 512 characters, was 9");
        process.Output.ShouldNotContain("too short");
    }

    [DatabaseFact]
    public async Task A_file_that_cannot_be_used_is_told_with_what_can_be_done_instead()
    {
        Directory.CreateDirectory(TokenFile);
        await using var process = Start();

        (await process.ExitCodeAsync()).ShouldBe(1);
        process.Output.ShouldContain(TokenFile);
        process.Output.ShouldContain("set addrs.open to true");
        process.Output.ShouldNotContain("Unhandled exception");
    }

    [DatabaseFact]
    public async Task It_serves_without_a_token_when_it_is_told_to_and_warns()
    {
        await using var process = Start(_folder.WriteConfigWithoutToken(OperatorFolder.KeywordForm(_database!), "  open: true"));

        (await StatusAsync(await AddressAsync(process), null)).ShouldBe(HttpStatusCode.OK);

        process.Output.ShouldContain("addrs.open is true");
        File.Exists(TokenFile).ShouldBeFalse();
    }

    private RunningProcess Start() => Start(_folder.WriteConfigWithoutToken(OperatorFolder.KeywordForm(_database!)));

    private RunningProcess Start(string config) => RunningProcess.Start(
        ["--config", config, "--log-format", "json", "--process-workers", "1", "--max-db-connections", "3"],
        new Dictionary<string, string> { ["TMPDIR"] = _folder.Temporary });

    private static async Task<string> AddressAsync(RunningProcess process) =>
        JsonNode.Parse(await process.LineAsync("Listening on"))!["Properties"]!["Address"]!.GetValue<string>();

    private static async Task<HttpStatusCode> StatusAsync(string address, string? token)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.GetAsync(new Uri($"{address}/v1/workers"));
        return response.StatusCode;
    }
}
