namespace TemplateWorker.JavaScript.Port;

/// <summary>A host function refused; the script sees a JavaScript error with this name and message and may catch it.</summary>
/// <param name="name">The error's <c>name</c>: <c>TypeError</c>, <c>RangeError</c>, or the name of a limit.</param>
/// <param name="message">Written for the template's author; holds nothing of the host.</param>
internal sealed class ScriptHostException(string name, string message) : Exception(message)
{
    public string ErrorName { get; } = name;
}
