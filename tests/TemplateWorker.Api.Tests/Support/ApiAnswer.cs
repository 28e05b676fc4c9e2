using System.Text.Json.Nodes;

namespace TemplateWorker.Api.Tests.Support;

/// <summary>What the server answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">Null without a body.</param>
/// <param name="Text">The body.</param>
/// <param name="Headers">All headers, the content's too.</param>
internal sealed record ApiAnswer(int Status, string? ContentType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The body as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The last part of the problem's type; fails when it is no problem of the answer's own status.</summary>
    public string Problem
    {
        get
        {
            ContentType.ShouldBe("application/problem+json", Text);
            Json["status"]!.GetValue<int>().ShouldBe(Status);
            Json["title"]!.GetValue<string>().ShouldNotBeEmpty();
            Json["detail"]!.GetValue<string>().ShouldNotBeEmpty();
            var type = Json["type"]!.GetValue<string>();
            type.ShouldStartWith("urn:template-worker:problem:");
            return type[(type.LastIndexOf(':') + 1)..];
        }
    }

    public string Detail => Json["detail"]!.GetValue<string>();

    public static async Task<ApiAnswer> OfAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.ToString(),
        await response.Content.ReadAsStringAsync(),
        response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));

    /// <summary>Fails with the body when the status is another.</summary>
    public ApiAnswer ShouldHaveStatus(int status)
    {
        Status.ShouldBe(status, Text);
        return this;
    }

    public void ShouldBeProblem(int status, string name)
    {
        Status.ShouldBe(status, Text);
        Problem.ShouldBe(name);
    }
}
