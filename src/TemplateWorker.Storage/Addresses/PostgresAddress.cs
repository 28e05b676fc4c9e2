using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Addresses;

/// <summary>Where the database is, as an operator wrote it. Its text form never holds a password.</summary>
public abstract record PostgresAddress
{
    private PostgresAddress()
    {
    }

    /// <summary>A server that is run outside this program.</summary>
    public sealed record Server : PostgresAddress
    {
        private readonly string _settings;

        internal Server(string settings) => _settings = settings;

        /// <summary>Whether the address holds a password, of the role or of a certificate's key.</summary>
        public bool HasPassword =>
            new NpgsqlConnectionStringBuilder(_settings) is { Password: { Length: > 0 } } or { SslPassword: { Length: > 0 } };

        /// <summary>
        /// Npgsql's form, for <see cref="DatabaseOptions"/>, with the password. Looks for the server's socket on this machine where
        /// the address has no host, and for the certificate files that it names.
        /// </summary>
        /// <exception cref="StorageException">With <see cref="StorageFault.AddressInvalid"/>: a certificate file does not exist.</exception>
        public string ToConnectionString()
        {
            var connection = new NpgsqlConnectionStringBuilder(_settings);
            return AddressParameters.Resolve(connection) is { } fault
                ? throw new StorageException(StorageFault.AddressInvalid, fault)
                : connection.ConnectionString;
        }

        /// <summary>Such as <c>postgresql://user@db.example:5432/name</c>.</summary>
        public override string ToString()
        {
            var connection = new NpgsqlConnectionStringBuilder(_settings);
            AddressParameters.Resolve(connection);
            return ConnectionTarget.Of(connection).ToString();
        }
    }

    /// <summary>A private cluster that this program makes and runs, see <see cref="Storage.Embedded.EmbeddedCluster"/>.</summary>
    /// <param name="Directory">Its folder, as written: relative paths are for the caller to resolve.</param>
    public sealed record Embedded(string Directory) : PostgresAddress
    {
        /// <summary>Such as <c>embedded:/var/lib/template-worker</c>.</summary>
        public override string ToString() => $"{PostgresUrl.EmbeddedScheme}{Directory}";
    }
}
