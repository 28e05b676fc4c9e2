namespace TemplateWorker.Api.Problems;

/// <summary>Why the event of a line was refused.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Problem">One of the kinds of problems.</param>
/// <param name="Detail">What was wrong, and with which value.</param>
internal sealed record LineError(int Line, string Problem, string Detail);
