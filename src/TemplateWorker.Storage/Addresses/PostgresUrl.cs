using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace TemplateWorker.Storage.Addresses;

/// <summary>
/// Reads the three forms of a database address: <c>postgresql://…</c> and <c>host=… user=…</c> as libpq knows them
/// (<see href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING">its manual, 34.1.1</see>), and
/// <c>embedded:DIR</c>.
/// </summary>
/// <remarks>
/// What is not given has libpq's default: the socket folder, port 5432, the name of the operating system's user, and the
/// user's name as the database's. Unlike libpq, nothing is taken from PG* variables or a password file: the configuration
/// alone says where the data goes.
/// </remarks>
public static class PostgresUrl
{
    internal const string EmbeddedScheme = "embedded:";

    private static readonly string[] UrlSchemes = ["postgresql://", "postgres://"];

    /// <summary>Parses an address. Pure: files and sockets are looked for when it is opened.</summary>
    /// <param name="text">The address as the operator wrote it.</param>
    /// <param name="address">What it means.</param>
    /// <param name="error">One sentence that says what is wrong with it, without the password.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out PostgresAddress? address, [NotNullWhen(false)] out string? error)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith(EmbeddedScheme, StringComparison.Ordinal))
        {
            var directory = trimmed[EmbeddedScheme.Length..];
            address = directory.Length == 0 ? null : new PostgresAddress.Embedded(directory);
            error = address is null ? "'embedded:' must be followed by the cluster's folder, such as embedded:./data." : null;
            return address is not null;
        }

        var settings = new List<AddressSetting>();
        error = ReadSettings(trimmed, settings);
        address = error is null ? Build(settings, out error) : null;
        return address is not null;
    }

    /// <summary>Reads an address that must be right.</summary>
    /// <exception cref="StorageException">With <see cref="StorageFault.AddressInvalid"/>: it is not; the message says why, without the password.</exception>
    public static PostgresAddress Parse(string text) =>
        TryParse(text, out var address, out var error) ? address : throw new StorageException(StorageFault.AddressInvalid, error);

    private static string? ReadSettings(string text, List<AddressSetting> settings)
    {
        if (Array.Find(UrlSchemes, scheme => text.StartsWith(scheme, StringComparison.Ordinal)) is { } scheme)
        {
            return UrlForm.Read(text[scheme.Length..], settings);
        }

        return text.Contains('=', StringComparison.Ordinal) && !text.Contains("://", StringComparison.Ordinal)
            ? KeywordForm.Read(text, settings)
            : "The address must start with postgresql://, or have the form 'host=… user=…', or be embedded:DIR.";
    }

    private static PostgresAddress.Server? Build(List<AddressSetting> settings, out string? error)
    {
        var connection = new NpgsqlConnectionStringBuilder();
        error = settings.Where(setting => !HostList.Parameters.Contains(setting.Name, StringComparer.Ordinal))
                .Select(setting => AddressParameters.Apply(setting, connection))
                .FirstOrDefault(fault => fault is not null)
            ?? HostList.Apply(settings, connection)
            ?? AddressParameters.Complete(connection);
        return error is null ? new PostgresAddress.Server(connection.ConnectionString) : null;
    }
}
