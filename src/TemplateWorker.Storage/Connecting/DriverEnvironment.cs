namespace TemplateWorker.Storage.Connecting;

/// <summary>The environment variables that the driver reads for settings that a connection string does not give.</summary>
public static class DriverEnvironment
{
    // The driver reads these at each connection anew.
    private static readonly string[] Variables =
    [
        "PGUSER", "PGPASSWORD", "PGPASSFILE", "PGOPTIONS", "PGTZ", "PGCLIENTENCODING", "PGTARGETSESSIONATTRS", "PGREQUIREAUTH",
        "PGSSLCERT", "PGSSLKEY", "PGSSLROOTCERT", "PGSSLNEGOTIATION", "PGGSSENCMODE",
    ];

    /// <summary>
    /// Removes the variables from this process, so that the configured address alone decides where data goes and as which user. A
    /// program calls this when it starts, before it opens a <see cref="Database"/>: the driver has no switch that ignores them.
    /// </summary>
    public static void Clear()
    {
        foreach (var variable in Variables)
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }
}
