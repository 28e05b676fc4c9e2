using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.OpenApi;

/// <summary>Fills in what the document says of a route, from the route itself.</summary>
internal sealed class OperationDocumentation : IOpenApiOperationTransformer
{
    public const string SecurityScheme = "bearer";

    private const string Json = "application/json";
    private const string ProblemJson = "application/problem+json";
    private const string JsonLines = "application/x-ndjson";

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var route = context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiRoute>().Single();
        var description = route.Description;
        operation.OperationId = description.Id;
        operation.Summary = description.Summary;
        operation.Tags = new HashSet<OpenApiTagReference> { new(description.Tag, context.Document) };
        operation.Parameters = [.. PathParameters.NamesOf(route.Path).Select(OfPath), .. description.Parameters.Select(Of)];
        operation.Security = route.Access == RouteAccess.Open
            ? []
            : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SecurityScheme, context.Document)] = [] }];
        if (description.Body is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = await ContentAsync(description.TakesLines ? JsonLines : Json, body, context, cancellationToken),
            };
        }

        operation.Responses = await ResponsesAsync(route, context, cancellationToken);
    }

    private static async Task<OpenApiResponses> ResponsesAsync(
        ApiRoute route, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var description = route.Description;
        var responses = new OpenApiResponses();
        foreach (var status in (int?[])[description.Status, description.OtherStatus])
        {
            if (status is { } code)
            {
                responses[Text(code)] = new OpenApiResponse
                {
                    Description = code == description.Status ? "Done." : "Not ready; the body says why.",
                    Content = description.Answer is { } answer ? await ContentAsync(Json, answer, context, cancellationToken) : null,
                };
            }
        }

        if (description.AcceptedAnswer is { } accepted)
        {
            responses["202"] = new OpenApiResponse
            {
                Description = "Stored, without `wait`.",
                Content = await ContentAsync(Json, accepted, context, cancellationToken),
            };
        }

        foreach (var kinds in ProblemsOf(route).GroupBy(kind => kind.Status).OrderBy(kinds => kinds.Key))
        {
            responses[Text(kinds.Key)] = new OpenApiResponse
            {
                Description = string.Join(" ", kinds.Select(kind => $"`{kind.Name}`: {kind.Title}.")),
                Content = await ContentAsync(ProblemJson, typeof(ProblemAnswer), context, cancellationToken),
            };
        }

        return responses;
    }

    private static IEnumerable<ProblemKind> ProblemsOf(ApiRoute route)
    {
        List<ProblemKind> problems = [.. route.Description.Problems];
        if (route.Path is not (ApiPaths.Live or ApiPaths.Ready))
        {
            problems.Add(ProblemKinds.MisdirectedRequest);
        }

        if (route.Method != "GET")
        {
            problems.Add(ProblemKinds.CrossSiteRequest);
        }

        if (route.Access != RouteAccess.Open)
        {
            problems.AddRange([ProblemKinds.InvalidParameter, ProblemKinds.Unauthorized, ProblemKinds.Forbidden, ProblemKinds.TooManyConnections, ProblemKinds.InternalError]);
        }

        if (route.Path.StartsWith(ApiPaths.Tenant, StringComparison.Ordinal))
        {
            problems.Add(ProblemKinds.StorageUnavailable);
        }

        if (route.Description.Body is not null)
        {
            problems.AddRange(
            [
                ProblemKinds.BadJson, ProblemKinds.BadRequest, ProblemKinds.RequestTimeout, ProblemKinds.BodyTooLarge,
                ProblemKinds.UnsupportedMediaType,
            ]);
        }

        return problems.Distinct();
    }

    private static async Task<Dictionary<string, OpenApiMediaType>> ContentAsync(
        string mediaType, Type type, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new(StringComparer.Ordinal)
        {
            [mediaType] = new OpenApiMediaType { Schema = await SchemaAsync(type, context, cancellationToken) },
        };

    /// <summary>What has a name in the contract has the same in the document.</summary>
    private static async Task<IOpenApiSchema> SchemaAsync(
        Type type, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var schema = await context.GetOrCreateSchemaAsync(type, null, cancellationToken);
        if (type.IsGenericType || type == typeof(RawJson))
        {
            return schema;
        }

        context.Document!.AddComponent(type.Name, schema);
        return new OpenApiSchemaReference(type.Name, context.Document);
    }

    private static OpenApiParameter OfPath(string name) => new()
    {
        Name = name,
        In = ParameterLocation.Path,
        Required = true,
        Description = PathParameters.TextOf(name),
        Schema = new OpenApiSchema { Type = name is ApiPaths.Worker or ApiPaths.Delivery ? JsonSchemaType.Integer : JsonSchemaType.String },
    };

    private static OpenApiParameter Of(ParameterDescription parameter) => new()
    {
        Name = parameter.Name,
        In = parameter.In,
        Description = parameter.Text,
        Explode = parameter.Type == ParameterType.Texts,
        Schema = SchemaOf(parameter.Type),
    };

    private static OpenApiSchema SchemaOf(ParameterType type) => type switch
    {
        ParameterType.Integer => new OpenApiSchema { Type = JsonSchemaType.Integer },
        ParameterType.Flag => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        ParameterType.Texts => new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = new OpenApiSchema { Type = JsonSchemaType.String },
        },
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
