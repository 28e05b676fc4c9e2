using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>Puts the parts that a group uses together to the one statement that commits it.</summary>
internal static partial class CommitStatement
{
    /// <summary>Makes the statement. Its one row is read by <see cref="Read"/>.</summary>
    public static NpgsqlBatchCommand Command(IReadOnlyList<CommitPart> parts)
    {
        var command = new NpgsqlBatchCommand(Text(parts));
        foreach (var part in parts)
        {
            part.AddTo(command.Parameters);
        }

        return command;
    }

    public static GroupResult Read(NpgsqlDataReader reader) => new()
    {
        LeftOut = reader.GetFieldValue<int[]>(0),
        // Null when the group wrote no versioned row. Versions are 32 bits wide, the counter has 64.
        Version = reader.IsDBNull(1) ? 0 : unchecked((uint)reader.GetInt64(1)),
        AlreadyDone = reader.GetFieldValue<int[]>(3),
        Gone = reader.GetFieldValue<int[]>(4),
        SlotLost = reader.GetFieldValue<int[]>(5),
        Changed = reader.GetFieldValue<long[]>(6),
        Places = reader.GetFieldValue<string[]>(7),
        Quotas = reader.GetFieldValue<long[]>(8),
    };

    private static string Text(IReadOnlyList<CommitPart> parts)
    {
        var sql = new StringBuilder("with ");
        var firsts = new int[parts.Count];
        var next = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            firsts[i] = next;
            next += parts[i].ParameterCount;
            sql.Append(Shift(parts[i].Look, firsts[i])).Append(", ");
        }

        var leftOut = Join(" union ", parts.Select(part => part.LeftOut), "select null::int as no where false");
        var quotas = Join(" union all ", parts.Select(part => part.Quotas), "");
        sql.Append(quotas.Length == 0
            ? $"left_out as materialized ({leftOut})"
            : $"quota_uses as materialized ({quotas}), unfit as materialized ({leftOut}), "
                + "left_out as materialized (select no from unfit union select no from quota_uses where used + more > most)");
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Apply is { } apply)
            {
                sql.Append(", ").Append(Shift(apply, firsts[i]));
            }
        }

        return sql
            .Append(" select array(select no from left_out), case when ")
            .Append(Join(" or ", parts.Select(part => part.Versioned), "false"))
            .Append(" then " + DeliveryInsert.TransactionId + " end, 1 / (")
            .Append(Join(" + ", parts.Select(part => part.Meant), "0"))
            .Append(" = ")
            .Append(Join(" + ", parts.Select(part => part.Made), "0"))
            .Append(")::int, ")
            .Append(Numbers(parts, typeof(RecordedAnswers), "select no from known where done"))
            .Append(", ")
            .Append(Join(" || ", parts.OfType<IDeliveryPart>().Select(part => $"array({part.Gone})"), "'{}'::int[]"))
            .Append(", ")
            .Append(Numbers(parts, typeof(HeldFences), "select no from lost"))
            .Append(", ")
            .Append(Array(parts, typeof(TouchedKeys), "select row from updated", "bigint"))
            .Append(", ")
            .Append(Array(parts, typeof(TouchedKeys), "select place from updated", "text"))
            .Append(", ")
            // A run that is left out for another reason may not ask for it again.
            .Append(quotas.Length == 0
                ? "'{}'::bigint[]"
                : "array(select unnest(array[no, quota, used, more, most]) from quota_uses where no not in (select no from unfit))")
            .ToString();
    }

    private static string Numbers(IReadOnlyList<CommitPart> parts, Type part, string select) =>
        Array(parts, part, select, "int");

    private static string Array(IReadOnlyList<CommitPart> parts, Type part, string select, string type) =>
        parts.Any(present => present.GetType() == part) ? $"array({select})" : $"'{{}}'::{type}[]";

    private static string Join(string separator, IEnumerable<string?> texts, string none)
    {
        var joined = string.Join(separator, texts.OfType<string>());
        return joined.Length > 0 ? joined : none;
    }

    private static string Shift(string text, int by) => by == 0
        ? text
        : Parameter().Replace(text, match => $"${int.Parse(match.ValueSpan[1..], CultureInfo.InvariantCulture) + by}");

    [GeneratedRegex(@"\$[0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Parameter();
}
