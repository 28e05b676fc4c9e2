namespace TemplateWorker.Cli;

/// <summary>Be a worker of the supervisor that started this process. It reads no configuration: its settings come by the socket.</summary>
/// <param name="WorkerId">The worker's number, from 0.</param>
/// <param name="Log">For the lines before the settings have come.</param>
internal sealed record RunWorker(int WorkerId, LogFlags Log) : Command;
