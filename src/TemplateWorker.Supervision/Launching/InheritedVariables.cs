namespace TemplateWorker.Supervision.Launching;

/// <summary>
/// What a worker process inherits of its supervisor's environment: what the runtime, its libraries and the C library read. Everything
/// else stays away, since operators keep secrets there.
/// </summary>
internal static class InheritedVariables
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        // Folders, language and zone.
        "HOME", "TMPDIR", "LANG", "LANGUAGE", "TZ", "TZDIR", "ICU_DATA",

        // How log lines look.
        "NO_COLOR", "TERM",

        // The dynamic linker and the C library.
        "LD_LIBRARY_PATH", "LD_PRELOAD", "GLIBC_TUNABLES", "RES_OPTIONS", "LOCALDOMAIN",

        // The connection to the database: trusted certificates, and tickets of Kerberos.
        "SSL_CERT_DIR", "SSL_CERT_FILE", "OPENSSL_CONF", "OPENSSL_MODULES", "KRB5_CONFIG", "KRB5CCNAME", "KRB5_CLIENT_KTNAME",
    };

    private static readonly string[] Prefixes = ["LC_", "MALLOC_", "DOTNET_", "COMPlus_"];

    /// <summary>Removes everything else.</summary>
    public static void Keep(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => !IsInherited(name)).ToList())
        {
            environment.Remove(name);
        }
    }

    /// <summary>Whether a worker inherits a variable.</summary>
    // With two underscores it is no setting of the runtime but of a program that takes its configuration from DOTNET_SECTION__KEY.
    internal static bool IsInherited(string name) => Names.Contains(name)
        || (Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) && !name.Contains("__", StringComparison.Ordinal));
}
