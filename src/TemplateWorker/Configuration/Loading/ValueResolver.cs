using System.Text;
using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Configuration.Loading;

/// <summary>Resolves a value as written: expands variables and, for secrets, reads files.</summary>
/// <param name="environment">What <c>${NAME}</c> stands for.</param>
/// <param name="configPath">The full path of the configuration file; relative paths after <c>file:</c> start from its folder.</param>
internal sealed class ValueResolver(IReadOnlyDictionary<string, string> environment, string configPath)
{
    private const string FilePrefix = "file:";
    private const int MaxFileBytes = 64 << 10;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a value that may be shown.</summary>
    public Parsed<string> Resolve(Setting setting) =>
        setting.Origin == SettingOrigin.File ? VariableExpansion.Expand(setting.Text, environment) : Parsed<string>.Good(setting.Text);

    /// <summary>The text of a secret, which may be in a file of its own.</summary>
    public Parsed<string> ResolveSecret(Setting setting)
    {
        var text = Resolve(setting);
        return text.Fault is null && text.Value.StartsWith(FilePrefix, StringComparison.Ordinal) ? ReadFile(text.Value[FilePrefix.Length..]) : text;
    }

    /// <summary>The file that a secret stands in; null for one that came from the environment, also in a part.</summary>
    public string? FileOfSecret(Setting setting)
    {
        var text = Resolve(setting).Value;
        return text.StartsWith(FilePrefix, StringComparison.Ordinal) ? FullPath(text[FilePrefix.Length..])
            : setting.Origin == SettingOrigin.File && !setting.Text.Contains("${", StringComparison.Ordinal) ? configPath
            : null;
    }

    private string FullPath(string path) => Path.GetFullPath(path, Path.GetDirectoryName(configPath)!);

    private Parsed<string> ReadFile(string path)
    {
        if (path.Length == 0)
        {
            return Parsed<string>.Bad($"must name a file after {FilePrefix}");
        }

        var fullPath = FullPath(path);
        try
        {
            using var file = File.OpenRead(fullPath);
            var bytes = new byte[MaxFileBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MaxFileBytes)
            {
                return Parsed<string>.Bad($"must be in a file of at most {SizeSyntax.Show(MaxFileBytes)}, {Quoted.Text(fullPath)} is larger");
            }

            // Editors and `echo` end a file with a newline, which is not part of the secret.
            var text = StrictUtf8.GetString(bytes, 0, length);
            return Parsed<string>.Good(text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Parsed<string>.Bad($"cannot be read from its file: {exception.Message}");
        }
        catch (DecoderFallbackException)
        {
            return Parsed<string>.Bad($"cannot be read from its file: {Quoted.Text(fullPath)} is not UTF-8");
        }
    }
}
