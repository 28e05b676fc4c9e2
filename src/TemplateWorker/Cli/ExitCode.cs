namespace TemplateWorker.Cli;

/// <summary>What the process tells the one who started it.</summary>
internal enum ExitCode
{
    /// <summary>It is done, or there was nothing to do.</summary>
    Done = 0,

    /// <summary>It could not be done; trying again may help.</summary>
    Failed = 1,

    /// <summary>The command line, the environment or the configuration is wrong: trying again changes nothing.</summary>
    Misuse = 2,

    /// <summary>A second signal ended it before running work was done (128 + SIGINT, as shells have it).</summary>
    Interrupted = 130,
}
