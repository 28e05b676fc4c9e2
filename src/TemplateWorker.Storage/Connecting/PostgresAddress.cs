namespace TemplateWorker.Storage.Connecting;

/// <summary>Where the database is, as an operator wrote it. Its text form never holds a password.</summary>
public abstract record PostgresAddress
{
    private PostgresAddress()
    {
    }

    /// <summary>A server that is run outside this program.</summary>
    public sealed record Server : PostgresAddress
    {
        private readonly ConnectionTarget _target;

        internal Server(string connectionString, ConnectionTarget target)
        {
            ConnectionString = connectionString;
            _target = target;
        }

        /// <summary>Npgsql's form, for <see cref="DatabaseOptions"/>. Holds the password.</summary>
        public string ConnectionString { get; }

        /// <summary>Such as <c>postgresql://user@db.example:5432/name</c>.</summary>
        public override string ToString() => _target.ToString();
    }

    /// <summary>A private cluster that this program makes and runs, see <see cref="Storage.Embedded.EmbeddedCluster"/>.</summary>
    /// <param name="Directory">Its folder, as written: relative paths are for the caller to resolve.</param>
    public sealed record Embedded(string Directory) : PostgresAddress
    {
        /// <summary>Such as <c>embedded:/var/lib/template-worker</c>.</summary>
        public override string ToString() => $"{PostgresUrl.EmbeddedScheme}{Directory}";
    }
}
