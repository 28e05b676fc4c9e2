using System.Text;
using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Configuration.Loading;

/// <summary>Resolves a value as written: expands variables and, for secrets, reads files.</summary>
/// <param name="environment">What <c>${NAME}</c> stands for.</param>
/// <param name="folder">What relative paths after <c>file:</c> start from: the folder of the configuration file.</param>
internal sealed class ValueResolver(IReadOnlyDictionary<string, string> environment, string folder)
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

    private Parsed<string> ReadFile(string path)
    {
        if (path.Length == 0)
        {
            return Parsed<string>.Bad($"must name a file after {FilePrefix}");
        }

        var fullPath = Path.Combine(folder, path);
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
