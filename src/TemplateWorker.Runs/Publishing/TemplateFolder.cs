using System.Text;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Runs.Publishing;

/// <summary>
/// A folder of templates, laid out <c>owner_type/owner_id/template/index.js</c>. Everything is read and checked before
/// anything is published; what is wrong is told at once, all of it. A file <c>settings.json</c> beside
/// <c>index.js</c> holds the template's settings. Files of other kinds (a README) are left out.
/// </summary>
/// <param name="Templates">In the order of tenants and names.</param>
/// <param name="Faults">What is wrong, each with its path; empty when all is well.</param>
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
            faults.Add($"{directory}: there is no such folder; --templates names one laid out owner_type/owner_id/template/{ScriptSource.Entry}");
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
            faults.Add($"{directory}: holds no template; it is laid out owner_type/owner_id/template/{ScriptSource.Entry}");
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
            if (Path.GetExtension(path) is ".js" or ".json")
            {
                try
                {
                    files[Path.GetRelativePath(directory, path).Replace('\\', '/')] = StrictUtf8.GetString(File.ReadAllBytes(path));
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
            faults.Add($"{directory}: the files have {size} bytes together, limits.template_files allows {limits.TemplateFilesBytes}");
        }

        return faults.Count > before
            ? null
            : new ScriptSource { Template = name, Version = 0, Files = files, Settings = settings ?? "{}" };
    }

    private static void Add(List<string> faults, string path, string? fault)
    {
        if (fault is not null)
        {
            faults.Add($"{path}: {fault}");
        }
    }
}
