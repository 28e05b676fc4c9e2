using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TemplateWorker.Storage;
using TemplateWorker.Supervision.Actions;
using TemplateWorker.TestKit;

namespace TemplateWorker.Supervision.Tests.Actions;

/// <summary>The code of <c>docs/actions.md</c> by which receivers verify signatures, in the languages that are installed.</summary>
public sealed class VerificationCodeTests
{
    private const string Secret = "0123456789abcdef";
    private const string Other = "fedcba9876543210";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"text\":\"grüße\"}");
    private static readonly string Page = File.ReadAllText(RepositoryFiles.PathOf("docs/actions.md"));

    /// <summary>Timestamp, signature, and whether it is good.</summary>
    public static IReadOnlyList<(string Timestamp, string Signature, bool IsGood)> Cases
    {
        get
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var text = now.ToString(CultureInfo.InvariantCulture);
            return
            [
                (text, ActionSignature.Of(now, Body, new Secret(Secret)), true),
                (text, ActionSignature.Of(now, Body, new Secret(Other), new Secret(Secret)), true),
                (text, ActionSignature.Of(now, Body, new Secret(Other)), false),
                (text, ActionSignature.Of(now, Body.AsSpan(1), new Secret(Secret)), false),
                (text, ActionSignature.Of(now - 1, Body, new Secret(Secret)), false),
                ((now - 400).ToString(CultureInfo.InvariantCulture), ActionSignature.Of(now - 400, Body, new Secret(Secret)), false),
                ("soon", "v1=", false),
                (text, "", false),
            ];
        }
    }

    [Fact]
    public void In_CSharp()
    {
        // The page has this very code.
        Snippet("csharp").ReplaceLineEndings("\n").ShouldContain("signature.Split(',').Any(one => CryptographicOperations.FixedTimeEquals(");
        Cases.ShouldAllBe(one => IsSigned(one.Signature, one.Timestamp, Body, Secret) == one.IsGood);
    }

    [ProgramFact("node")]
    public Task In_Node() => VerifyAsync(
        "node",
        "verify.cjs",
        Snippet("javascript") + "\nconst [, , signature, timestamp, body, secret] = process.argv;\nconsole.log(isSigned(signature, timestamp, Buffer.from(body, 'hex'), secret));\n");

    [ProgramFact("python3")]
    public Task In_Python() => VerifyAsync(
        "python3",
        "verify.py",
        Snippet("python") + "\nimport sys\nprint(str(is_signed(sys.argv[1], sys.argv[2], bytes.fromhex(sys.argv[3]), sys.argv[4])).lower())\n");

    [ProgramFact("go")]
    public Task In_Go() => VerifyAsync(
        "go",
        "verify.go",
        "package main\n\nimport (\n\t\"crypto/hmac\"\n\t\"crypto/sha256\"\n\t\"encoding/hex\"\n\t\"fmt\"\n\t\"math\"\n\t\"os\"\n\t\"strconv\"\n\t\"strings\"\n\t\"time\"\n)\n\n"
        + Snippet("go")
        + "\nfunc main() {\n\tbody, _ := hex.DecodeString(os.Args[3])\n\tfmt.Println(isSigned(os.Args[1], os.Args[2], body, os.Args[4]))\n}\n",
        "run");

    private static async Task VerifyAsync(string program, string file, string code, params string[] before)
    {
        var folder = Directory.CreateTempSubdirectory("tw-verify-");
        try
        {
            var path = Path.Combine(folder.FullName, file);
            await File.WriteAllTextAsync(path, code);
            foreach (var (timestamp, signature, isGood) in Cases)
            {
                var printed = await RunAsync(program, [.. before, path, signature, timestamp, Convert.ToHexString(Body), Secret]);
                printed.ShouldBe(isGood ? "true" : "false", $"{signature} at {timestamp}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return printed.Trim();
    }

    private static string Snippet(string language)
    {
        var start = Page.IndexOf($"```{language}\n", StringComparison.Ordinal);
        start.ShouldBeGreaterThan(0, language);
        start = Page.IndexOf('\n', start) + 1;
        return Page[start..Page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static bool IsSigned(string signature, string timestamp, byte[] body, string secret)
    {
        if (!long.TryParse(timestamp, out var seconds) || Math.Abs(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - seconds) > 300)
        {
            return false;
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp + "."), .. body];
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
        return signature.Split(',').Any(one => CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes("v1=" + Convert.ToHexStringLower(expected))));
    }
}
