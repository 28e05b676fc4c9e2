using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage;

/// <summary>Adds the positional parameters of a statement: <c>$1</c> and <c>$2</c> are always the tenant.</summary>
internal static class StatementParameters
{
    public static NpgsqlParameterCollection AddTenant(this NpgsqlParameterCollection parameters, TenantId tenant) =>
        parameters.AddText(tenant.OwnerType).AddText(tenant.OwnerId);

    public static NpgsqlParameterCollection AddText(this NpgsqlParameterCollection parameters, string? text)
    {
        parameters.Add(new NpgsqlParameter { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return parameters;
    }

    public static NpgsqlParameterCollection AddTexts(this NpgsqlParameterCollection parameters, string[] texts)
    {
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        return parameters;
    }

    public static NpgsqlParameterCollection AddJson(this NpgsqlParameterCollection parameters, string? json)
    {
        parameters.Add(new NpgsqlParameter<string?> { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Jsonb });
        return parameters;
    }

    public static NpgsqlParameterCollection AddArray<T>(this NpgsqlParameterCollection parameters, List<T> elements, NpgsqlDbType type)
    {
        parameters.Add(new NpgsqlParameter<List<T>> { TypedValue = elements, NpgsqlDbType = NpgsqlDbType.Array | type });
        return parameters;
    }

    public static NpgsqlParameterCollection AddNumber(this NpgsqlParameterCollection parameters, int number)
    {
        parameters.Add(new NpgsqlParameter<int> { TypedValue = number });
        return parameters;
    }

    public static NpgsqlParameterCollection AddSpan(this NpgsqlParameterCollection parameters, TimeSpan span)
    {
        parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = span, NpgsqlDbType = NpgsqlDbType.Interval });
        return parameters;
    }

    public static NpgsqlParameterCollection AddTime(this NpgsqlParameterCollection parameters, DateTimeOffset? time)
    {
        parameters.Add(new NpgsqlParameter { Value = (object?)time?.UtcDateTime ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        return parameters;
    }
}
