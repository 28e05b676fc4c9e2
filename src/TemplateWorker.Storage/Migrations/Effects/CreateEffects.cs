namespace TemplateWorker.Storage.Migrations.Effects;

/// <summary>What statements do that begin with <c>create</c>.</summary>
internal static class CreateEffects
{
    /// <param name="cursor">Behind the word.</param>
    public static IEnumerable<StatementEffect> Of(TokenCursor cursor)
    {
        if (cursor.TakeAll("or", "replace"))
        {
            return cursor.Take("trigger") ? OfTrigger(cursor) : [];
        }

        if (cursor.Take("trigger") || cursor.TakeAll("constraint", "trigger"))
        {
            return OfTrigger(cursor);
        }

        cursor.Take("unique", "temporary", "temp", "unlogged");
        return cursor.Take("index") ? OfIndex(cursor) : cursor.Take("table") ? OfTable(cursor) : [];
    }

    private static IEnumerable<StatementEffect> OfTrigger(TokenCursor cursor) =>
        cursor.SkipTo("on") ? [new StatementEffect(cursor.TakeName(), TableLock.ShareRowExclusive)] : [];

    private static IEnumerable<StatementEffect> OfIndex(TokenCursor cursor)
    {
        var isConcurrent = cursor.Take("concurrently");
        if (cursor.SkipTo("on"))
        {
            cursor.Take("only");
            yield return new StatementEffect(cursor.TakeName(), isConcurrent ? TableLock.ShareUpdateExclusive : TableLock.Share) { Scans = true };
        }
    }

    private static IEnumerable<StatementEffect> OfTable(TokenCursor cursor)
    {
        cursor.TakeAll("if", "not", "exists");

        // The lock is of no interest on a new table, and one that is there already is not locked.
        yield return new StatementEffect(cursor.TakeName(), TableLock.AccessShare) { Makes = true };
        if (cursor.TakeAll("partition", "of"))
        {
            yield return new StatementEffect(cursor.TakeName(), TableLock.AccessExclusive);
        }

        var rest = cursor.Rest;
        for (var i = 0; i + 1 < rest.Count; i++)
        {
            if (rest[i].Is("references"))
            {
                yield return new StatementEffect(new TokenCursor([.. rest.Skip(i + 1)]).TakeName(), TableLock.ShareRowExclusive);
            }
        }

        foreach (var read in RowEffects.Of(rest))
        {
            yield return read;
        }
    }
}
