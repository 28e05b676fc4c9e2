using CommandLine;

namespace TemplateWorker.Cli.Parsing;

/// <summary>The flags of <c>self-test</c>.</summary>
[Verb("self-test", HelpText = "Test the script engine of this machine, then exit.")]
internal sealed class SelfTestFlags
{
    /// <summary>Whether to test it with its compiler.</summary>
    [Option("jit", HelpText = "Test it as scripting.jit: true runs it.")]
    public bool Jit { get; init; }
}
