using Microsoft.AspNetCore.Components;

namespace TemplateWorker.Console.Look;

/// <summary>A component that shows one model. Components are public, because the compiler makes them so, and models are not.</summary>
public abstract class ModelComponent : ComponentBase
{
    /// <summary>What is shown.</summary>
    [Parameter]
    [EditorRequired]
    public required object Model { get; set; }

    private protected T Shown<T>() => (T)Model;
}
