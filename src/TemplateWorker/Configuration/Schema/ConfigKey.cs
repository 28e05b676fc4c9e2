using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Configuration.Schema;

/// <summary>A key of <c>config.yaml</c>: its name, syntax, meaning, and the property that it sets.</summary>
/// <typeparam name="TOptions">The record that the key sets a property of.</typeparam>
internal abstract class ConfigKey<TOptions>(string name, string help)
{
    /// <summary>The name inside its section, or the dotted path once lifted to the root.</summary>
    public string Name => name;

    /// <summary>What it means, in Markdown, without form, bounds and default.</summary>
    public string Help => help;

    /// <summary>Form and bounds.</summary>
    public abstract string Description { get; }

    /// <summary>Whether its value must not be shown, and may be read from a file by <c>file:</c>.</summary>
    public abstract bool IsSecret { get; }

    /// <summary>Whether the value that the options hold must not be known to others; an address without a password may.</summary>
    public abstract bool HoldsSecret(TOptions options);

    /// <summary>Parses a text and sets the property.</summary>
    public abstract Parsed<TOptions> Apply(TOptions options, string text);

    /// <summary>The value that the options hold, as the key would be written.</summary>
    public abstract string Show(TOptions options);

    /// <summary>The same key as part of a larger record, under <c>section.name</c>.</summary>
    public abstract ConfigKey<TOuter> Lift<TOuter>(
        string section, Func<TOuter, TOptions> get, Func<TOuter, TOptions, TOuter> with);
}
