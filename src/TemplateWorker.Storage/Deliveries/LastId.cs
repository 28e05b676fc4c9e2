namespace TemplateWorker.Storage.Deliveries;

/// <summary>The last delivery id that was assigned; 0 before the first.</summary>
internal static class LastId
{
    /// <summary>An SQL query for it.</summary>
    public const string Sql = "select case when is_called then last_value else 0 end from deliveries_id_seq";
}
