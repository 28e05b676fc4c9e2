using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage.Addresses;

namespace TemplateWorker.Configuration.Schema;

/// <summary>The address of a database. It is a secret, because it may hold a password.</summary>
internal sealed class AddressSyntax : ValueSyntax<PostgresAddress>
{
    /// <inheritdoc/>
    public override string Description => "address of a database";

    /// <inheritdoc/>
    public override bool IsSecret => true;

    /// <inheritdoc/>
    public override bool HoldsSecret(PostgresAddress value) => value is PostgresAddress.Server { HasPassword: true };

    /// <inheritdoc/>
    public override Parsed<PostgresAddress> Parse(string text) =>
        string.IsNullOrWhiteSpace(text) ? Parsed<PostgresAddress>.Bad("must not be empty")
        : PostgresUrl.TryParse(text, out var address, out var error) ? Parsed<PostgresAddress>.Good(address)
        : Parsed<PostgresAddress>.Bad($"is not a valid database address. {error}");

    /// <inheritdoc/>
    public override string Format(PostgresAddress value) => "***";
}

/// <summary>The address of a server, for a key that may be left out and that makes no sense with an embedded database.</summary>
/// <param name="whyNotEmbedded">What an embedded database lacks, for the message.</param>
internal sealed class ServerAddressSyntax(string whyNotEmbedded) : ValueSyntax<PostgresAddress.Server?>
{
    private readonly AddressSyntax _address = new();

    /// <inheritdoc/>
    public override string Description => _address.Description;

    /// <inheritdoc/>
    public override bool IsSecret => true;

    /// <inheritdoc/>
    public override bool HoldsSecret(PostgresAddress.Server? value) => value is { HasPassword: true };

    /// <inheritdoc/>
    public override Parsed<PostgresAddress.Server?> Parse(string text)
    {
        var (address, fault) = _address.Parse(text);
        return fault is not null ? Parsed<PostgresAddress.Server?>.Bad(fault)
            : address is PostgresAddress.Server server ? Parsed<PostgresAddress.Server?>.Good(server)
            : Parsed<PostgresAddress.Server?>.Bad($"must not be embedded: {whyNotEmbedded}");
    }

    /// <inheritdoc/>
    public override string Format(PostgresAddress.Server? value) => value is { } given ? _address.Format(given) : "none";
}
