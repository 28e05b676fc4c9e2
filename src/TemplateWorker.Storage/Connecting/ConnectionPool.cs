using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>Makes the driver's pools, so that the address alone decides where data goes and as whom.</summary>
internal static class ConnectionPool
{
    // What the driver reads wherever a setting is missing, at each connection anew.
    private static readonly string[] DriverVariables =
    [
        "PGUSER", "PGPASSWORD", "PGPASSFILE", "PGOPTIONS", "PGTZ", "PGCLIENTENCODING", "PGTARGETSESSIONATTRS", "PGREQUIREAUTH",
        "PGSSLCERT", "PGSSLKEY", "PGSSLROOTCERT", "PGSSLNEGOTIATION", "PGGSSENCMODE",
    ];

    /// <remarks>
    /// The variables are removed from this process, because the driver has no switch for them, and its settings cannot be
    /// set to nothing. Against the password file an empty password helps.
    /// </remarks>
    public static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder connection)
    {
        foreach (var variable in DriverVariables)
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        var builder = new NpgsqlDataSourceBuilder(connection.ConnectionString);
        if (string.IsNullOrEmpty(connection.Password))
        {
            builder.UsePasswordProvider(_ => "", (_, _) => ValueTask.FromResult(""));
        }

        return builder.Build();
    }
}
