using Microsoft.OpenApi;

namespace TemplateWorker.Api.Routing;

/// <summary>A parameter of a route, outside of its path.</summary>
/// <param name="Name">As callers write it.</param>
/// <param name="In">Query or header.</param>
/// <param name="Type">What it must be.</param>
/// <param name="Text">What it means, with bounds and default.</param>
internal sealed record ParameterDescription(string Name, ParameterLocation In, ParameterType Type, string Text);
