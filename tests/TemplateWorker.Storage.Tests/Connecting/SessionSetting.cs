using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Tests.Connecting;

/// <summary>A setting of the server, as a session of ours has it.</summary>
internal static class SessionSetting
{
    public static Task<string> ReadAsync(Database database, string name) => database.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand($"show {name}", connection);
            return (string)(await command.ExecuteScalarAsync(token))!;
        },
        CancellationToken.None);
}
