namespace TemplateWorker.Api.Problems;

/// <summary>The problem of a tenant that has used up a rate.</summary>
internal static class RateProblem
{
    /// <param name="detail">What was refused, and why.</param>
    /// <param name="setting">The key in the configuration.</param>
    /// <param name="limit">Its value.</param>
    /// <param name="wait">After how long a retry makes sense.</param>
    public static Problem Of(string detail, string setting, long limit, TimeSpan wait) => new(
        ProblemKinds.RateLimited, detail, new ProblemMember("setting", setting), new ProblemMember("limit", limit))
    {
        RetryAfter = wait,
    };
}
