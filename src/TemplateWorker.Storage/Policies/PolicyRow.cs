using Npgsql;

namespace TemplateWorker.Storage.Policies;

/// <summary>Reads the columns <c>max_attempts, backoff_base, backoff_cap, on_exhausted</c>; null in all of them is the default policy.</summary>
internal static class PolicyRow
{
    public const string Park = "park";
    public const string Skip = "skip";

    public static DeliveryPolicy Read(NpgsqlDataReader reader, int firstColumn) => reader.IsDBNull(firstColumn)
        ? DeliveryPolicy.Default
        : new DeliveryPolicy
        {
            MaxAttempts = reader.GetInt32(firstColumn),
            BackoffBase = reader.GetTimeSpan(firstColumn + 1),
            BackoffCap = reader.GetTimeSpan(firstColumn + 2),
            OnExhausted = reader.GetString(firstColumn + 3) == Park ? ExhaustedAction.Park : ExhaustedAction.Skip,
        };
}
