using Npgsql;

namespace TemplateWorker.Storage.Accepting;

/// <summary>Tells errors that an event causes, and will cause again, from those of the server.</summary>
internal static class EventFault
{
    /// <summary>Explains to the sender of the event why PostgreSQL refuses it; null when the event is not the cause.</summary>
    public static string? Of(PostgresException error) => error.SqlState[..2] switch
    {
        // The error's detail stays out, because it quotes the row.
        SqlState.IntegrityConstraintClass when error.ConstraintName is { Length: > 0 } constraint =>
            $"PostgreSQL refuses the event by the constraint {constraint} ({error.SqlState}).",
        SqlState.DataExceptionClass or SqlState.IntegrityConstraintClass or SqlState.ProgramLimitClass or SqlState.PlpgsqlClass =>
            $"PostgreSQL refuses the event: {error.MessageText} ({error.SqlState}).",
        _ => null,
    };
}
