using Npgsql;
using TemplateWorker.Storage.Addresses;

namespace TemplateWorker.TestKit.Databases;

/// <summary>The address of the server that TEMPLATE_WORKER_TEST_POSTGRES_URL names.</summary>
internal static class TestServerAddress
{
    public const string Variable = "TEMPLATE_WORKER_TEST_POSTGRES_URL";

    private const string Example = "Give an address such as postgresql://user:password@localhost:5432/postgres.";

    /// <summary>The variable's value, or null when it is not set.</summary>
    public static string? Value => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    /// <summary>
    /// Reads <c>postgresql://…</c>, <c>postgres://…</c>, libpq's <c>host=… user=…</c> or the driver's <c>Host=…;Username=…</c>.
    /// </summary>
    /// <returns>The driver's form.</returns>
    /// <exception cref="InvalidOperationException">The text is not an address of a server; the message names the variable.</exception>
    public static string Read(string text)
    {
        if (text.Contains(';', StringComparison.Ordinal) && !text.Contains("://", StringComparison.Ordinal))
        {
            return ReadDriverForm(text);
        }

        if (!PostgresUrl.TryParse(text, out var address, out var error))
        {
            throw new InvalidOperationException($"{Variable} is not valid. {error} {Example}");
        }

        return address is PostgresAddress.Server server
            ? server.ToConnectionString()
            : throw new InvalidOperationException($"{Variable} must name a running server, was '{address}'. {Example}");
    }

    private static string ReadDriverForm(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).ConnectionString;
        }
        catch (ArgumentException exception)
        {
            throw new InvalidOperationException($"{Variable} is not valid. {exception.Message.TrimEnd('.')}. {Example}", exception);
        }
    }
}
