using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TemplateWorker.Console.Look;

namespace TemplateWorker.Console.Serving;

/// <summary>Makes HTML of components, on the server alone. Components have no services: what they show is in their model. Thread-safe.</summary>
internal sealed class PageRenderer(ILoggerFactory loggers)
{
    private const string Model = "Model";

    private readonly IServiceProvider _none = new ServiceCollection().BuildServiceProvider();

    /// <summary>A whole document.</summary>
    public Task<string> PageAsync(PageFrame frame, Type component, object model) => RenderAsync(typeof(PageDocument), new(StringComparer.Ordinal)
    {
        [Model] = frame,
        [nameof(PageDocument.ChildContent)] = (RenderFragment)(builder => Add(builder, component, model)),
    });

    /// <summary>A part of a document.</summary>
    public Task<string> FragmentAsync(Type component, object model) => RenderAsync(component, new(StringComparer.Ordinal) { [Model] = model });

    private static void Add(RenderTreeBuilder builder, Type component, object model)
    {
        builder.OpenComponent(0, component);
        builder.AddComponentParameter(1, Model, model);
        builder.CloseComponent();
    }

    private async Task<string> RenderAsync(Type component, Dictionary<string, object?> parameters)
    {
        await using var renderer = new HtmlRenderer(_none, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync(component, ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
