using System.Text;
using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Storage.Runs;

/// <summary>
/// What the commit of a run costs the database, in bytes: what it writes, and a little for what it checks. Pure.
/// </summary>
public static class RunWeight
{
    /// <summary>
    /// Bytes that a row weighs beside its text: the server writes so much text in the time that it needs for a row. So a thousand small rows are
    /// no small commit.
    /// </summary>
    public const int RowBytes = 512;

    private const int ReadBytes = 32;
    private const int ListingBytes = 64;
    private const int ListedKeyBytes = 16;

    /// <summary>The weight of a run, with the earlier runs that are committed with it.</summary>
    public static long Of(FinishedRun run)
    {
        // By index: an enumerator of an interface is an allocation for each run.
        var weight = (long)ReadBytes * run.Reads.Count;
        for (var i = 0; i < run.Ranges.Count; i++)
        {
            weight += ListingBytes + (ListedKeyBytes * run.Ranges[i].Range.Limit);
        }

        for (var i = 0; i < run.Writes.Count; i++)
        {
            weight += OfKey(run.Writes[i].Name, run.Writes[i].Json);
        }

        for (var i = 0; i < run.Emits.Count; i++)
        {
            weight += OfEvent(run.Emits[i].Name, run.Emits[i].DataJson, run.Emits[i].Subscribers);
        }

        for (var i = 0; i < run.Actions.Count; i++)
        {
            weight += OfAction(run.Actions[i].Type, run.Actions[i].DataJson);
        }

        weight += (long)RowBytes * run.CancelledActions.Count;
        for (var i = 0; i < run.Schedules.Count; i++)
        {
            weight += OfSchedule(run.Schedules[i].Name, run.Schedules[i].Content?.DataJson);
        }

        for (var i = 0; i < run.Earlier.Count; i++)
        {
            weight += OfResult(run.Earlier[i].Result);
        }

        return weight + OfResult(run.Result) + (run.StateWriteJson is { } state ? OfState(state) : 0);
    }

    /// <summary>The weight of a write of a key; without a value it is removed.</summary>
    public static long OfKey(KeyName name, string? json) => RowBytes + Bytes(name.Key) + Bytes(name.Scopes.Literal) + Bytes(json);

    /// <summary>The weight of a write of the tenant's state.</summary>
    public static long OfState(string json) => RowBytes + Bytes(json);

    /// <summary>The weight of an event, which is stored once for each template that subscribes to it.</summary>
    public static long OfEvent(string name, string dataJson, int subscribers) => Math.Max(1, subscribers) * (RowBytes + Bytes(name) + Bytes(dataJson));

    /// <summary>The weight of an action.</summary>
    public static long OfAction(string type, string dataJson) => RowBytes + Bytes(type) + Bytes(dataJson);

    /// <summary>The weight of what a handler returned for a stored event.</summary>
    public static long OfResult(KeptResult? result) => result is null ? 0 : RowBytes + (result.Json is null ? 0 : result.Bytes);

    /// <summary>The weight of a write of a schedule; without data it is removed, or its events have none.</summary>
    public static long OfSchedule(string name, string? dataJson) => RowBytes + Bytes(name) + Bytes(dataJson);

    private static long Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
