using System.Net;

namespace TemplateWorker.Api.Syntax;

/// <summary>An address to listen on, as <see cref="EndpointSyntax"/> has it, or the word <c>none</c>.</summary>
internal sealed class OptionalEndpointSyntax : ValueSyntax<IPEndPoint?>
{
    private const string None = "none";

    private readonly EndpointSyntax _endpoint = new();

    /// <inheritdoc/>
    public override string Description => $"{_endpoint.Description}, or `{None}`";

    /// <inheritdoc/>
    public override Parsed<IPEndPoint?> Parse(string text)
    {
        if (text == None)
        {
            return Parsed<IPEndPoint?>.Good(null);
        }

        var (endpoint, fault) = _endpoint.Parse(text);
        return fault is null ? Parsed<IPEndPoint?>.Good(endpoint) : Parsed<IPEndPoint?>.Bad(fault);
    }

    /// <inheritdoc/>
    public override string Format(IPEndPoint? value) => value is null ? None : _endpoint.Format(value);
}
