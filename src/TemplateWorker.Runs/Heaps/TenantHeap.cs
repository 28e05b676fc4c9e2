using TemplateWorker.JavaScript.Port;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Runs.Heaps;

/// <summary>A tenant's heap and the templates loaded into it. Used only on the script thread that created it.</summary>
internal sealed class TenantHeap(IScriptHeap heap) : IDisposable
{
    private readonly Dictionary<string, LoadedTemplate> _loaded = new(StringComparer.Ordinal);

    public IScriptHeap Heap => heap;

    /// <summary>The loaded template, or null. A template that was terminated during a run is unloaded first.</summary>
    public IScriptTemplate? Find(string template)
    {
        var loaded = _loaded.GetValueOrDefault(template)?.Template;
        if (loaded is { IsUsable: false })
        {
            Unload(template);
            return null;
        }

        return loaded;
    }

    /// <summary>The type of the action that what a loaded template's handlers return becomes; null for none.</summary>
    public string? ReturnActionOf(string template) => _loaded.GetValueOrDefault(template)?.ReturnAction;

    public void Keep(ActiveTemplate template, IScriptTemplate loaded) =>
        _loaded[template.Name] = new LoadedTemplate(template.Version, template.Checksum, loaded, ReturnSetting.ActionOf(template.SettingsJson));

    /// <summary>Unloads templates that are no longer active. A database that lost its last transactions may give a version's number again.</summary>
    public void KeepOnly(IReadOnlyList<ActiveTemplate> active)
    {
        foreach (var (name, loaded) in _loaded)
        {
            if (!active.Any(template => template.Name == name && template.Version == loaded.Version && template.Checksum == loaded.Checksum))
            {
                Unload(name);
            }
        }
    }

    public void Dispose()
    {
        foreach (var loaded in _loaded.Values)
        {
            loaded.Template.Dispose();
        }

        _loaded.Clear();
        heap.Dispose();
    }

    private void Unload(string template)
    {
        if (_loaded.Remove(template, out var loaded))
        {
            loaded.Template.Dispose();
        }
    }

    private sealed record LoadedTemplate(int Version, string Checksum, IScriptTemplate Template, string? ReturnAction);
}
