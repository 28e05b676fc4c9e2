namespace TemplateWorker.Api.Tenants;

/// <summary>What a tenant keeps.</summary>
/// <param name="Quotas">What it may keep only so much of.</param>
/// <param name="Kept">What its tables hold besides.</param>
/// <param name="CountedAt">When its keys were last counted from the rows; every change since is included. Null when that is still to be done.</param>
internal sealed record UsageAnswer(IReadOnlyList<QuotaItem> Quotas, IReadOnlyList<KeptItem> Kept, DateTimeOffset? CountedAt);

/// <summary>The use of one quota.</summary>
/// <param name="Quota">Its key under <c>limits</c> in the configuration.</param>
/// <param name="Used">How much is used.</param>
/// <param name="Limit">The most.</param>
/// <param name="Percent">How much of it is used, rounded down.</param>
/// <param name="Near">Whether four fifths are used.</param>
internal sealed record QuotaItem(string Quota, long Used, long Limit, long Percent, bool Near);

/// <summary>Rows of one kind.</summary>
/// <param name="What"><c>template_versions</c>, <c>delayed_deliveries</c>, <c>idempotency_keys</c>, <c>history_of_day</c>, <c>logs_of_day</c>, <c>results</c> or <c>dead_actions</c>.</param>
/// <param name="Rows">How many.</param>
/// <param name="Bytes">What they take.</param>
/// <param name="AtLeast">Whether there may be more, because counting ended at 10,000.</param>
internal sealed record KeptItem(string What, long Rows, long Bytes, bool AtLeast);
