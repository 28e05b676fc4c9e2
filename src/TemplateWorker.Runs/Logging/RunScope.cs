using System.Collections;

namespace TemplateWorker.Runs.Logging;

/// <summary>
/// A logging scope, for <c>logger.BeginScope</c>: every line inside carries the tenant and, where given, the template and the run.
/// </summary>
internal sealed class RunScope : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly KeyValuePair<string, object?>[] _properties;

    /// <summary>Creates a scope.</summary>
    /// <param name="tenant">As <c>guild:1234</c>.</param>
    /// <param name="template">Its name, or null.</param>
    /// <param name="run">Its id, or null.</param>
    public RunScope(string tenant, string? template, string? run) =>
        _properties =
        [
            new(LogProperties.Tenant, tenant),
            .. template is null ? [] : new[] { new KeyValuePair<string, object?>(LogProperties.Template, template) },
            .. run is null ? [] : new[] { new KeyValuePair<string, object?>(LogProperties.Run, run) },
        ];

    /// <inheritdoc/>
    public int Count => _properties.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => _properties[index];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _properties.AsEnumerable().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
