namespace TemplateWorker.JavaScript.Port;

/// <summary>
/// What one run may do outside its heap: a capability bound to one tenant and one run. Called on the script thread,
/// between the start and the end of <see cref="IScriptTemplate.Run"/> (or of the load) and never after it.
/// </summary>
internal interface IScriptHost
{
    /// <summary>Performs one host function. Values cross as JSON text, in the form of <c>docs/templates.md</c>.</summary>
    /// <param name="function">Which one.</param>
    /// <param name="arguments">Its arguments; more of them than it has are null. Valid during the call only.</param>
    /// <returns>What <see cref="HostFunction"/> says; null is <c>undefined</c>.</returns>
    /// <exception cref="ScriptHostException">Becomes a JavaScript error of that name and message.</exception>
    string? Call(HostFunction function, ReadOnlySpan<string?> arguments);
}
