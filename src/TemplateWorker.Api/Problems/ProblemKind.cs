namespace TemplateWorker.Api.Problems;

/// <summary>A kind of refusal. Its name is part of the API and never changes its meaning.</summary>
/// <param name="Name">The last part of <see cref="Type"/>, in snake_case.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The same short text every time.</param>
/// <param name="Meaning">For the documentation: when it is answered, and what to do.</param>
internal sealed record ProblemKind(string Name, int Status, string Title, string Meaning)
{
    /// <summary>The <c>type</c> of RFC 9457: an identifier, not an address.</summary>
    public string Type { get; } = $"urn:template-worker:problem:{Name}";
}
