using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Problems;

namespace TemplateWorker.Console.Look;

/// <summary>What a page of a refusal says.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The kind.</param>
/// <param name="Detail">What happened, with which value, and what to do.</param>
internal sealed record PageFault(int Status, string Title, string Detail)
{
    public static readonly PageFault UnknownPage = new(
        StatusCodes.Status404NotFound, "There is no such page", "The console has no page of this address. The links above lead to those that there are.");

    public static readonly PageFault StrangeForm = new(
        StatusCodes.Status403Forbidden,
        "The form is not of this session",
        "It was not sent by a page of the console, or its page is older than your log-in. Go back, load the page again and repeat what you did.");

    public static readonly PageFault BadForm = new(
        StatusCodes.Status400BadRequest,
        "The form cannot be read",
        "A form is sent as application/x-www-form-urlencoded, with at most 256 KiB and 4,000 fields. Select fewer entries and send it again.");

    public static readonly PageFault Internal = new(
        StatusCodes.Status500InternalServerError, "The page failed", "The server's log has the cause, a defect or a wrong set-up.");

    /// <summary>What the API would answer.</summary>
    public static PageFault Of(Problem problem) => new(problem.Kind.Status, problem.Kind.Title, problem.Detail);

    /// <summary>A method that a page does not have.</summary>
    public static PageFault Method(string method, string allowed) => new(
        StatusCodes.Status405MethodNotAllowed, "The page has no such method", $"It has {allowed}, not {method}.");
}
