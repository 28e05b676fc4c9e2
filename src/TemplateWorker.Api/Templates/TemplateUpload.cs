using System.Text;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Api.Templates;

/// <summary>The body of a template: <c>{"files": {…}, "settings": {…}}</c>.</summary>
/// <param name="Files">Source by path; null when it is missing. Not checked here.</param>
/// <param name="Settings">The settings' own text; an empty object when they are missing.</param>
internal readonly record struct TemplateUpload(IReadOnlyDictionary<string, string>? Files, string Settings)
{
    /// <summary>JSON may write a character of source in up to three times its bytes, where it is not ASCII but its escape is.</summary>
    private const int EscapeFactor = 3;

    /// <summary>Names of members, paths and white space.</summary>
    private const int OtherBytes = 64 << 10;

    private static readonly string[] Members = ["files", "settings"];

    /// <summary>The bound of the body.</summary>
    public static BodyLimit Limit(TenantLimits limits) => new(
        "limits.template_files, and what is around them",
        (EscapeFactor * (limits.TemplateFilesBytes + TemplateRules.MaxSettingsBytes)) + OtherBytes);

    public static TemplateUpload Parse(ReadOnlyMemory<byte> utf8)
    {
        var reader = new JsonBodyReader(utf8.Span, levels: 1);
        reader.ReadObject("The body");
        Dictionary<string, string>? files = null;
        var settings = "{}";
        while (reader.ReadMember(Members) is var member and >= 0)
        {
            if (member == 0)
            {
                files = ReadFiles(ref reader);
            }
            else
            {
                settings = ReadSettings(ref reader, utf8.Span);
            }
        }

        return new TemplateUpload(files, settings);
    }

    private static Dictionary<string, string> ReadFiles(ref JsonBodyReader reader)
    {
        reader.ReadObject("files");
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadEntry() is { } path)
        {
            var offset = reader.Offset;
            if (!files.TryAdd(path, reader.ReadString("A file")))
            {
                throw new BadJsonException("Duplicate file.", offset);
            }
        }

        return files;
    }

    private static string ReadSettings(ref JsonBodyReader reader, ReadOnlySpan<byte> utf8)
    {
        var range = reader.ReadValue();
        var settings = utf8[range];
        if (settings[0] != (byte)'{')
        {
            throw new BadJsonException("settings must be an object.", range.Start.Value);
        }

        StorablePart.Require(utf8, range);
        return Encoding.UTF8.GetString(settings);
    }
}
