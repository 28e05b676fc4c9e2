using Npgsql;

namespace TemplateWorker.Storage.Schedules;

/// <summary>Reads the columns that every statement selects of a schedule, in the order of <see cref="Read"/>.</summary>
internal static class ScheduleRow
{
    public static ScheduleRecord Read(NpgsqlDataReader reader) => new()
    {
        Name = reader.GetString(0),
        Content = new ScheduleContent
        {
            Template = reader.IsDBNull(1) ? null : reader.GetString(1),
            Cron = reader.GetString(2),
            TimeZone = reader.GetString(3),
            EventName = reader.GetString(4),
            DataJson = reader.GetString(5),
            CatchUp = CatchUpWords.Parse(reader.GetString(6)),
            NextAt = reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7),
        },
        LastAt = reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(9),
        UpdatedAt = reader.GetFieldValue<DateTimeOffset>(10),
    };
}
