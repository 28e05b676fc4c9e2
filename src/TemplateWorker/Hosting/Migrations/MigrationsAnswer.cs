using TemplateWorker.Cli;

namespace TemplateWorker.Hosting.Migrations;

/// <summary>What a command about migrations prints.</summary>
/// <param name="ExitCode">The exit status.</param>
/// <param name="Json">For programs.</param>
/// <param name="Text">For people, without a newline at its end.</param>
internal sealed record MigrationsAnswer(ExitCode ExitCode, string Json, string Text);
