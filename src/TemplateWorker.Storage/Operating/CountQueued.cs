using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Operating;

/// <summary>How many deliveries of a tenant wait or run, counted no further than is needed.</summary>
internal static class CountQueued
{
    private static readonly string Sql = "select " + QueueCount.Sql("$1", "$2", "$3");

    public static int Execute(NpgsqlConnection connection, TenantId tenant, int most)
    {
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.AddTenant(tenant);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        batch.BatchCommands.Add(command);
        using var reader = batch.ExecuteReader();
        reader.NextResult();
        reader.Read();
        return (int)Math.Min(reader.GetInt64(0), most);
    }
}
