namespace TemplateWorker.Cli;

/// <summary>What the command line asks for: one of the records of this folder, and nothing else.</summary>
internal abstract record Command
{
    private protected Command()
    {
    }
}
