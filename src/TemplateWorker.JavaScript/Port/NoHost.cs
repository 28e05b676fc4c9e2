namespace TemplateWorker.JavaScript.Port;

/// <summary>For self-tests: log lines go nowhere, everything else is refused.</summary>
internal sealed class NoHost : IScriptHost
{
    public static readonly NoHost Instance = new();

    private NoHost()
    {
    }

    public string? Call(HostFunction function, ReadOnlySpan<string?> arguments) => function == HostFunction.Log
        ? null
        : throw new ScriptHostException("Error", $"{function} is not available here");
}
