using System.Text;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Runs.Publishing;

/// <summary>
/// A folder of templates, laid out <c>owner_type/owner_id/template/</c> with an <c>index.js</c>, <c>index.mjs</c> or <c>index.ts</c>. Everything is read and checked before
/// anything is published, and all faults are reported at once. A file <c>settings.json</c> beside
/// it holds the template's settings. Other files (a README), and what only editors and package managers use, are ignored.
/// </summary>
/// <param name="Templates">Ordered by tenant and name.</param>
/// <param name="Faults">All faults, each with its path; empty when there are none.</param>
internal sealed record TemplateFolder(IReadOnlyList<FolderTemplate> Templates, IReadOnlyList<string> Faults)
{
    private const string Settings = "settings.json";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static TemplateFolder Read(string directory, LimitOptions limits)
    {
        var faults = new List<string>();
        var templates = new List<FolderTemplate>();
        if (!Directory.Exists(directory))
        {
            faults.Add($"{directory}: the folder does not exist; --templates takes a folder laid out owner_type/owner_id/template/index.js, .mjs or .ts");
            return new TemplateFolder(templates, faults);
        }

        foreach (var ownerType in Folders(directory))
        {
            foreach (var owner in Folders(ownerType))
            {
                var (type, id) = (Path.GetFileName(ownerType), Path.GetFileName(owner));
                if (TenantId.Fault(type, id) is { } fault)
                {
                    faults.Add($"{owner}: {fault}");
                    continue;
                }

                var tenant = new TenantId(type, id);
                foreach (var template in Folders(owner))
                {
                    if (ReadTemplate(template, limits.For(tenant), faults) is { } source)
                    {
                        templates.Add(new FolderTemplate(tenant, source));
                    }
                }
            }
        }

        if (templates.Count == 0 && faults.Count == 0)
        {
            faults.Add($"{directory}: no template found; the layout is owner_type/owner_id/template/index.js, .mjs or .ts");
        }

        return new TemplateFolder(templates, faults);
    }

    private static IEnumerable<string> Folders(string directory) => Directory.EnumerateDirectories(directory).Order(StringComparer.Ordinal);

    private static ScriptSource? ReadTemplate(string directory, TenantLimits limits, List<string> faults)
    {
        var before = faults.Count;
        var name = Path.GetFileName(directory);
        Add(faults, directory, TemplateRules.NameFault(name));
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var file = Path.GetRelativePath(directory, path).Replace('\\', '/');
            if (IsOfTemplate(file))
            {
                try
                {
                    files[file] = StrictUtf8.GetString(File.ReadAllBytes(path));
                }
                catch (DecoderFallbackException)
                {
                    faults.Add($"{path}: the file is not UTF-8 text");
                }
            }
        }

        files.Remove(Settings, out var settings);
        Add(faults, directory, TemplateRules.FilesFault(files));
        Add(faults, Path.Combine(directory, Settings), TemplateRules.SettingsFault(settings ?? "{}"));
        if (TemplateRules.SizeOf(files) is var size && size > limits.TemplateFilesBytes)
        {
            faults.Add($"{directory}: the files have {size} bytes in total; limits.template_files allows {limits.TemplateFilesBytes}");
        }

        return faults.Count > before
            ? null
            : new ScriptSource { Template = name, Version = 0, Files = files, Settings = settings ?? "{}" };
    }

    private static bool IsOfTemplate(string path) =>
        Path.GetExtension(path) is ".js" or ".mjs" or ".ts" or ".json"
        && !path.EndsWith(".d.ts", StringComparison.Ordinal)
        && !path.Split('/').Contains("node_modules", StringComparer.Ordinal)
        && path is not ("tsconfig.json" or "jsconfig.json");

    private static void Add(List<string> faults, string path, string? fault)
    {
        if (fault is not null)
        {
            faults.Add($"{path}: {fault}");
        }
    }
}
