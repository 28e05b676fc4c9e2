using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Routing;

/// <summary>What the OpenAPI document tells about a route. Problems that every route of its kind has are not listed.</summary>
internal sealed record RouteDescription
{
    /// <summary>The operation's id, for generated clients.</summary>
    public required string Id { get; init; }

    /// <summary>The group it is shown in.</summary>
    public required string Tag { get; init; }

    /// <summary>One sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Those of the query and the headers; the path's are known by their names.</summary>
    public IReadOnlyList<ParameterDescription> Parameters { get; init; } = [];

    /// <summary>The type of the contract that the body is; null when there is none.</summary>
    public Type? Body { get; init; }

    /// <summary>The status of success.</summary>
    public int Status { get; init; } = 204;

    /// <summary>The type of the contract that success answers; null when it has no body.</summary>
    public Type? Answer { get; init; }

    /// <summary>Another status that answers the same type, such as that of not being ready.</summary>
    public int? OtherStatus { get; init; }

    /// <summary>The type of the contract that 202 answers where <see cref="Status"/> is another; null when there is none.</summary>
    public Type? AcceptedAnswer { get; init; }

    /// <summary>Whether the body is one of <see cref="Body"/> a line.</summary>
    public bool TakesLines { get; init; }

    /// <summary>The problems of its own.</summary>
    public IReadOnlyList<ProblemKind> Problems { get; init; } = [];
}
