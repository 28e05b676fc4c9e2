namespace TemplateWorker.Console.Login;

/// <summary>The page of a log-in.</summary>
/// <param name="FormToken">What its form carries.</param>
/// <param name="Next">The page to go to afterwards.</param>
/// <param name="IsOpen">Whether the server needs no token.</param>
/// <param name="Fault">Why the log-in before this one failed; null when there was none.</param>
internal sealed record LoginModel(string FormToken, string Next, bool IsOpen, string? Fault);
