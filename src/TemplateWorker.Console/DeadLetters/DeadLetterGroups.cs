using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Console.DeadLetters;

/// <summary>Puts dead letters of one cause together. Pure.</summary>
internal static class DeadLetterGroups
{
    /// <summary>The groups, those with most first.</summary>
    public static IReadOnlyList<DeadLetterGroup> Of(IEnumerable<DeliverySummary> letters) =>
    [
        .. letters.GroupBy(letter => ErrorFingerprint.Of(letter.Template, letter.Reason, letter.Message))
            .Select(group => new DeadLetterGroup(group.Key, [.. group.OrderByDescending(letter => letter.GivenUpAt)]))
            .OrderByDescending(group => group.Letters.Count)
            .ThenByDescending(group => group.Letters[0].GivenUpAt),
    ];
}

/// <summary>Dead letters of one cause.</summary>
/// <param name="Fingerprint">What they have in common.</param>
/// <param name="Letters">The newest first; at least one.</param>
internal sealed record DeadLetterGroup(ErrorFingerprint Fingerprint, IReadOnlyList<DeliverySummary> Letters);
