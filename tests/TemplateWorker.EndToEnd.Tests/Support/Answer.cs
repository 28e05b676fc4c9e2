using System.Text.Json.Nodes;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>An answer of the HTTP API.</summary>
internal sealed record Answer(int Status, TimeSpan? RetryAfter, JsonNode Body)
{
    private const string ProblemPrefix = "urn:template-worker:problem:";

    /// <summary>The kind of the problem, or null when there is none.</summary>
    public string? Problem => ((string?)Body["type"])?.Replace(ProblemPrefix, "", StringComparison.Ordinal);

    /// <summary>The results of an event's runs.</summary>
    public JsonArray Results => Status == 200 ? Body["results"]!.AsArray() : throw new InvalidOperationException(ToString());

    /// <summary>The result of an event that one template subscribes to.</summary>
    public JsonNode Result => Results.Single()!;

    /// <summary>Why the one run failed, or null when it completed.</summary>
    public string? Reason => (string?)Result["error"]?["reason"];

    public static async Task<Answer> OfAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode, response.Headers.RetryAfter?.Delta, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);

    public override string ToString() => $"{Status} {Body.ToJsonString()}";
}
