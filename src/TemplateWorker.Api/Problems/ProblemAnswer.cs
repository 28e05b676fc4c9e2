namespace TemplateWorker.Api.Problems;

/// <summary>A refusal as problem details (RFC 9457); some kinds have further members.</summary>
/// <param name="Type">The kind, as <c>urn:template-worker:problem:…</c>.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened this time, and what to do.</param>
internal sealed record ProblemAnswer(string Type, string Title, int Status, string Detail);

/// <summary>Why the event of a line was refused.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Problem">The name of the problem.</param>
/// <param name="Detail">The fault and the value.</param>
internal sealed record LineError(int Line, string Problem, string Detail);
