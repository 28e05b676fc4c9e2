using System.Globalization;
using Npgsql;

namespace TemplateWorker.Storage.Addresses;

/// <summary>The parameters <c>host</c> and <c>port</c>: one server, or several of which the one that takes writes is used.</summary>
internal static class HostList
{
    public const int DefaultPort = 5432;

    private const char Separator = ',';

    // A session in which nothing can be written is of no use.
    private const string TakesWrites = "read-write";

    /// <summary>The names of the parameters.</summary>
    public static IReadOnlyList<string> Parameters { get; } = ["host", "port"];

    /// <summary>Applies the last host and the last port of the settings.</summary>
    /// <returns>The fault, or null.</returns>
    public static string? Apply(List<AddressSetting> settings, NpgsqlConnectionStringBuilder connection)
    {
        var hosts = Last(settings, "host");
        var ports = Last(settings, "port");
        if (ports is not null && Array.Find(ports.Value.Split(Separator), text => text.Length > 0 && ReadPort(text) is null) is { } wrong)
        {
            return $"In the address, port must be a number from 1 to {ushort.MaxValue}{(ports.MayQuote ? $", was '{wrong}'" : "")}.";
        }

        var names = hosts?.Value.Split(Separator) ?? [""];
        var numbers = ports?.Value.Split(Separator).Select(text => ReadPort(text) ?? DefaultPort).ToArray() ?? [DefaultPort];
        if (numbers.Length != 1 && numbers.Length != names.Length)
        {
            return $"The address has {names.Length} hosts, but {numbers.Length} ports. Give one port for all of them, or one for each.";
        }

        if (names.Length == 1)
        {
            connection.Host = names[0].Length == 0 ? null : names[0];
            connection.Port = numbers[0];
            return null;
        }

        if (names.Contains(""))
        {
            return "The address has an empty name in its list of hosts. Remove the ',' too many.";
        }

        connection.Host = string.Join(Separator, names.Select((name, i) => WithPort(name, numbers[numbers.Length == 1 ? 0 : i])));
        connection.TargetSessionAttributes ??= TakesWrites;
        return null;
    }

    private static AddressSetting? Last(List<AddressSetting> settings, string name) =>
        settings.FindLast(setting => setting.Name == name && setting.Value.Length > 0);

    private static int? ReadPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= ushort.MaxValue ? port : null;

    private static string WithPort(string name, int port) => name.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{name}]:{port}")
        : string.Create(CultureInfo.InvariantCulture, $"{name}:{port}");
}
