using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Operating;

/// <summary>How many deliveries of a tenant wait or run, counted no further than is needed.</summary>
internal static class CountQueued
{
    private static readonly string Sql = "select " + QueueCount.Sql("$1", "$2", "$3", "$4");

    public static int Execute(Database database, NpgsqlConnection connection, TenantId tenant, int most)
    {
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.AddTenant(tenant);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = database.QueueFloors.Of(tenant) });
        batch.BatchCommands.Add(command);
        using var reader = batch.ExecuteReader();
        reader.NextResult();
        reader.Read();
        var found = reader.GetFieldValue<long[]>(0);
        if (found[0] < most)
        {
            database.QueueFloors.Note(tenant, found[1]);
        }

        return (int)Math.Min(found[0], most);
    }
}
