using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Routing;

/// <summary>One route of the API: its address, who may use it, its handler, and its documentation. Made by a <see cref="RouteGroup"/>.</summary>
internal sealed record ApiRoute
{
    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path, with its parameters in braces.</summary>
    public required string Path { get; init; }

    public required RouteAccess Access { get; init; }

    /// <summary>What the route does.</summary>
    public RouteUse Use => Method == "GET" ? RouteUse.Read : RouteUse.Change;

    /// <summary>What the OpenAPI document says about the route.</summary>
    public required RouteDescription Description { get; init; }

    public required Func<ApiCall, Task<Reply>> Handler { get; init; }

    /// <summary>Adds query parameters and headers.</summary>
    public ApiRoute With(params IReadOnlyList<ParameterDescription> parameters) => this with { Description = Description with { Parameters = parameters } };

    /// <summary>Declares the body.</summary>
    public ApiRoute Takes<TBody>() => this with { Description = Description with { Body = typeof(TBody) } };

    /// <summary>Declares a body of newline-delimited JSON.</summary>
    public ApiRoute TakesLines<TBody>() => this with { Description = Description with { Body = typeof(TBody), TakesLines = true } };

    /// <summary>Declares what success answers.</summary>
    public ApiRoute Answers<TAnswer>(int status = 200) => this with { Description = Description with { Status = status, Answer = typeof(TAnswer) } };

    /// <summary>Declares that success answers server-sent events.</summary>
    public ApiRoute AnswersEvents() => this with { Description = Description with { Status = 200 } };

    /// <summary>Declares another status that answers the same type.</summary>
    public ApiRoute OrStatus(int status) => this with { Description = Description with { OtherStatus = status } };

    /// <summary>Declares what 202 answers, where success is also another status.</summary>
    public ApiRoute OrAccepted<TAnswer>() => this with { Description = Description with { AcceptedAnswer = typeof(TAnswer) } };

    /// <summary>Declares the problems that not every route of its kind has.</summary>
    public ApiRoute Refuses(params IReadOnlyList<ProblemKind> problems) => this with { Description = Description with { Problems = problems } };
}
