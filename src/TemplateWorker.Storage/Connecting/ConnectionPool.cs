using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>Builds the driver's pools.</summary>
internal static class ConnectionPool
{
    /// <remarks>Without a password in the settings, an empty one keeps the driver from reading a password file.</remarks>
    public static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder connection)
    {
        var builder = new NpgsqlDataSourceBuilder(connection.ConnectionString);
        if (string.IsNullOrEmpty(connection.Password))
        {
            builder.UsePasswordProvider(_ => "", (_, _) => ValueTask.FromResult(""));
        }

        return builder.Build();
    }
}
