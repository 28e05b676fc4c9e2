using Npgsql;

namespace TemplateWorker.Storage.Migrations.Kinds;

/// <summary>The open transaction that a migration works in.</summary>
internal sealed class MigrationSession(NpgsqlConnection connection, LegacyValues legacyValues = LegacyValues.Evidence)
{
    private readonly List<string> _notices = [];

    /// <summary>What the migration wants an operator to know.</summary>
    public IReadOnlyList<string> Notices => _notices;

    /// <summary>The connection with the transaction, for statements with parameters.</summary>
    public NpgsqlConnection Connection => connection;

    /// <summary>The operator's word on values that look converted.</summary>
    public LegacyValues LegacyValues => legacyValues;

    /// <summary>Runs statements without parameters or results.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A command without a time limit: a migration takes as long as its tables are large.</summary>
    public NpgsqlCommand CreateCommand(string sql) => new(sql, connection) { CommandTimeout = 0 };

    /// <summary>Adds a sentence that is shown with the migration once it is committed.</summary>
    public void Note(string notice) => _notices.Add(notice);
}
