namespace TemplateWorker.Cli;

/// <summary>
/// Test JavaScriptCore on this machine, print what was found, then exit. The supervisor runs it in a child that it kills
/// when it hangs, since that is what the test may find.
/// </summary>
/// <param name="Jit">Whether to test it with its compiler.</param>
internal sealed record SelfTest(bool Jit) : Command;
