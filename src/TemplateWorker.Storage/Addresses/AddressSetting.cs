namespace TemplateWorker.Storage.Addresses;

/// <summary>One parameter of an address under libpq's name, not checked yet.</summary>
/// <param name="Name">As written.</param>
/// <param name="Value">Decoded.</param>
/// <param name="MayQuote">Whether name and value can be no part of a password: none stands in front of them that may have ended too early.</param>
internal sealed record AddressSetting(string Name, string Value, bool MayQuote)
{
    /// <summary>The name for a message; null when it may be part of a password, and when it resembles no known name.</summary>
    public string? ShownName => Show(Name, MayQuote);

    /// <summary>The value for the end of a message; empty when it may be part of a password.</summary>
    public string Was => MayQuote ? $", was '{Value}'" : "";

    /// <summary>A text that should be a parameter's name, for a message; null when it must not be shown.</summary>
    public static string? Show(string name, bool mayQuote) =>
        mayQuote && NearestName.Find(name, AddressParameters.Known) is not null ? name : null;

    /// <summary>Leaves the value out, which may be a password.</summary>
    public override string ToString() => Name;
}
