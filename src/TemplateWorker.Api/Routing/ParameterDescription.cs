using Microsoft.OpenApi;

namespace TemplateWorker.Api.Routing;

/// <summary>A parameter of a route, outside of its path.</summary>
/// <param name="Name">As callers write it.</param>
/// <param name="In">Query or header.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="Text">Meaning, bounds and default.</param>
internal sealed record ParameterDescription(string Name, ParameterLocation In, ParameterType Type, string Text)
{
    /// <summary>A string in the query.</summary>
    public static ParameterDescription Query(string name, string text) => Query(name, ParameterType.Text, text);

    public static ParameterDescription Query(string name, ParameterType type, string text) => new(name, ParameterLocation.Query, type, text);
}

/// <summary>The type of a parameter's value.</summary>
internal enum ParameterType
{
    Text,
    Integer,
    Flag,

    /// <summary>Any number of strings; the parameter is repeated for each.</summary>
    Texts,
}
