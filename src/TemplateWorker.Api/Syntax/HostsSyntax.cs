using System.Net;
using System.Net.Sockets;

namespace TemplateWorker.Api.Syntax;

/// <summary>Names and addresses of hosts, separated by commas: <c>api.example.com, worker, [fd00::1]</c>. The word <c>none</c> is an empty list.</summary>
internal sealed class HostsSyntax : ValueSyntax<IReadOnlyList<string>>
{
    /// <summary>The most names.</summary>
    public const int MostNames = 64;

    private const string None = "none";
    private const int MaxNameLength = 253;
    private const string Form = "must be names or addresses of hosts without scheme and port, such as api.example.com, 10.0.0.5 or [fd00::1], separated by commas";

    /// <inheritdoc/>
    public override string Description => $"names or addresses without ports, separated by commas, at most {MostNames}, or `{None}`";

    /// <inheritdoc/>
    public override Parsed<IReadOnlyList<string>> Parse(string text)
    {
        if (text == None)
        {
            return Parsed<IReadOnlyList<string>>.Good([]);
        }

        string[] names = [.. text.Split(',', StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (names.Length > MostNames)
        {
            return Parsed<IReadOnlyList<string>>.Bad($"must be at most {MostNames} names, was {names.Length}");
        }

        return names.FirstOrDefault(name => !IsName(name)) is { } bad
            ? Parsed<IReadOnlyList<string>>.Bad($"{Form}, was {Quoted.Text(bad)}")
            : Parsed<IReadOnlyList<string>>.Good(names);
    }

    /// <inheritdoc/>
    public override string Format(IReadOnlyList<string> value) => value.Count == 0 ? None : string.Join(", ", value);

    // Underscores are not for host names, but Docker's services have them.
    private static bool IsName(string name) => name is ['[', .. var inner, ']']
        ? IPAddress.TryParse(inner, out var six) && six.AddressFamily == AddressFamily.InterNetworkV6
        : name.Length is > 0 and <= MaxNameLength
            && name.Split('.').All(label => label.Length > 0 && label.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'));
}
