using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Problems;
using TemplateWorker.Console.Look;

namespace TemplateWorker.Console.Serving;

/// <summary>An answer of the console.</summary>
internal abstract record ConsoleReply
{
    private ConsoleReply()
    {
    }

    /// <summary>A page.</summary>
    /// <param name="Title">What the browser's tab says.</param>
    /// <param name="Component">The component that shows <paramref name="Model"/>, its one parameter.</param>
    /// <param name="Model">What is shown.</param>
    public sealed record Page(string Title, Type Component, object Model) : ConsoleReply
    {
        public int Status { get; init; } = StatusCodes.Status200OK;

        /// <summary>The page of a refusal.</summary>
        public static Page Of(PageFault fault) => new(fault.Title, typeof(FaultPage), fault) { Status = fault.Status };

        /// <inheritdoc cref="Of(PageFault)"/>
        public static Page Of(Problem problem) => Of(PageFault.Of(problem));
    }

    /// <summary>A part of a page, for the script of the page.</summary>
    /// <param name="Component">As of <see cref="Page"/>.</param>
    /// <param name="Model">As of <see cref="Page"/>.</param>
    public sealed record Fragment(Type Component, object Model) : ConsoleReply;

    /// <summary>Sends the browser elsewhere, by GET.</summary>
    /// <param name="Location">A path of ours.</param>
    public sealed record SeeOther(string Location) : ConsoleReply;

    /// <summary>Says that there is nothing for a script.</summary>
    /// <param name="Status">Why.</param>
    public sealed record Bare(int Status) : ConsoleReply;

    /// <summary>A file that does not change while the process lives.</summary>
    /// <param name="ContentType">Its type.</param>
    /// <param name="Bytes">Its content.</param>
    public sealed record File(string ContentType, ReadOnlyMemory<byte> Bytes) : ConsoleReply;
}
