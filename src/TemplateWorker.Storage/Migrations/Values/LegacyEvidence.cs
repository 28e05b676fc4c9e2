using System.Globalization;
using System.Text.Json;
using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Values;

/// <summary>
/// Decides whether the values of a table that look converted are. Two things tell: a value with tags inside tags is one that only the
/// conversion writes; and an interrupted conversion, which changes one row after the other, wrote later than what it had not reached.
/// </summary>
internal sealed class LegacyEvidence
{
    private const int MaxExamples = 3;

    private readonly List<string> _examples = [];
    private long _plain;
    private long _certain;
    private long _open;

    // In transactions before now: the least is the latest.
    private long _latestPlain = long.MaxValue;
    private long _earliestOpen;

    /// <summary>Counts one value.</summary>
    /// <param name="id">Of its row, for the examples.</param>
    /// <param name="value">The value.</param>
    /// <param name="age">How many transactions ago the row was written.</param>
    public void Add(string id, JsonElement value, long age)
    {
        if (value.ValueKind != JsonValueKind.Object || !TaggedForm.IsTagged(value))
        {
            _plain++;
            _latestPlain = Math.Min(_latestPlain, age);
        }
        else if (IsCertain(TaggedForm.GetTag(value)))
        {
            _certain++;
        }
        else
        {
            _open++;
            _earliestOpen = Math.Max(_earliestOpen, age);
            if (_examples.Count < MaxExamples)
            {
                _examples.Add(id);
            }
        }
    }

    /// <summary>Says what the values that look converted are.</summary>
    /// <exception cref="StorageException">The evidence points both ways, or nowhere.</exception>
    public LegacyValues Decide()
    {
        var isLater = _earliestOpen < _latestPlain;
        var isEarlier = _earliestOpen > _latestPlain;
        return (_plain, _certain, _open) switch
        {
            (_, 0, 0) => LegacyValues.First,
            (_, _, 0) => LegacyValues.Mixed,
            (0, > 0, _) => LegacyValues.Mixed,
            (_, > 0, _) when isLater => LegacyValues.Mixed,
            (_, 0, _) when isEarlier => LegacyValues.First,

            // A restored dump has rows of one age. Authors' own objects of this form are few.
            (_, 0, _) when !isLater && _open < _plain => LegacyValues.First,
            _ => throw new StorageException(StorageFault.MigrationFailed, Question()),
        };
    }

    private static bool IsCertain(JsonProperty tag) => tag.Name is TaggedForm.List or TaggedForm.Map && tag.Value.GetArrayLength() > 0;

    private string Question() => string.Create(
        CultureInfo.InvariantCulture,
        $"guild_templates_kv has {_plain} values that are not converted, {_certain} that only the conversion khronosvalue_v2 writes, and {_open} that may be either, such as those with the ids {string.Join(", ", _examples.Select(id => $"'{id}'"))}. Look at these, then run --worker-type migrate once with --legacy-values first (they are authors' own objects and will be converted) or --legacy-values mixed (they are converted and will be kept).");
}
