using System.Security.Cryptography;
using TemplateWorker.Console.Text;

namespace TemplateWorker.Console.Look;

/// <summary>The files beside the pages. Their addresses change with their content, so that no browser shows a page with an old one.</summary>
internal static class LookFiles
{
    private static readonly (string Name, string ContentType)[] Known =
    [
        ("console.css", "text/css; charset=utf-8"), ("console.js", "text/javascript; charset=utf-8"), ("icon.svg", "image/svg+xml"),
    ];

    /// <summary>By the last segment of their address.</summary>
    public static IReadOnlyDictionary<string, LookFile> All { get; } =
        Known.Select(known => Read(known.Name, known.ContentType)).ToDictionary(file => file.Address, StringComparer.Ordinal);

    /// <summary>The address of a file.</summary>
    public static string Link(string name) => $"{ConsoleLinks.Files}/{All.Values.First(file => file.Name == name).Address}";

    private static LookFile Read(string name, string contentType)
    {
        using var stream = typeof(LookFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly has no resource {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new LookFile(name, $"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]}-{name}", contentType, bytes);
    }
}

/// <summary>A file beside the pages.</summary>
/// <param name="Name">Its name in the source.</param>
/// <param name="Address">The last segment of its address.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record LookFile(string Name, string Address, string ContentType, ReadOnlyMemory<byte> Bytes);
