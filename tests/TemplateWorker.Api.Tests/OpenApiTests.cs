using System.Text.Json.Nodes;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.OpenApi;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class OpenApiTests
{
    [DatabaseFact]
    public async Task The_document_has_every_route_and_no_other()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var document = await DocumentAsync(api);

        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));

        operations.ShouldBe(api.Server.Routes.Select(route => $"{route.Method} {route.Path}"), ignoreOrder: true);
    }

    [DatabaseFact]
    public async Task Each_operation_is_described()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var document = await DocumentAsync(api);

        foreach (var route in api.Server.Routes)
        {
            var operation = document["paths"]![route.Path]![route.Method.ToLowerInvariant()]!;
            operation["operationId"]!.GetValue<string>().ShouldBe(route.Description.Id);
            operation["summary"]!.GetValue<string>().ShouldBe(route.Description.Summary);
            operation["parameters"]?.AsArray().Select(parameter => parameter!["name"]!.GetValue<string>()).ShouldBe(
                [.. PathParameters.NamesOf(route.Path), .. route.Description.Parameters.Select(parameter => parameter.Name)]);
            (operation["requestBody"] is not null).ShouldBe(route.Description.Body is not null, route.Path);
            var responses = operation["responses"]!.AsObject();
            responses.ShouldContainKey($"{route.Description.Status}");
            (responses[$"{route.Description.Status}"]!["content"] is not null).ShouldBe(route.Description.Answer is not null, route.Path);
            if (route.Access != RouteAccess.Open)
            {
                responses["401"]!["content"]!["application/problem+json"]!["schema"]!["$ref"]!.GetValue<string>()
                    .ShouldBe("#/components/schemas/ProblemAnswer");
                operation["security"]!.AsArray().Count.ShouldBe(1);
            }

            foreach (var problem in route.Description.Problems)
            {
                responses[$"{problem.Status}"]!["description"]!.GetValue<string>().ShouldContain($"`{problem.Name}`");
            }
        }

        api.Server.Routes.Select(route => route.Description.Id).ShouldBeUnique();
    }

    [DatabaseFact]
    public async Task Schemas_have_the_names_that_bodies_have()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var schemas = (await DocumentAsync(api))["components"]!["schemas"]!;

        schemas["EventAnswer"]!["properties"]!.AsObject().Select(property => property.Key).ShouldBe(["event_id", "results"]);
        schemas["KeyPageAnswer"]!["properties"]!.AsObject().ShouldContainKey("next_after");
        schemas["PublishedAnswer"]!["properties"]!["version"]!["type"]!.GetValue<string>().ShouldBe("integer");
    }

    private static async Task<JsonNode> DocumentAsync(ApiServer api) =>
        (await api.SendAsync(null, "GET", "/openapi/v1.json", null, [])).ShouldHaveStatus(200).Json;
}
