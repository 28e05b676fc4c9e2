namespace TemplateWorker.Storage.Embedded;

/// <summary>How a program of the system ended.</summary>
internal readonly record struct ToolResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}
