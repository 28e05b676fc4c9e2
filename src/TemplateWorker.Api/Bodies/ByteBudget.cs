using System.Collections.Concurrent;

namespace TemplateWorker.Api.Bodies;

/// <summary>A bound of the memory that requests or answers hold at the same time, over all owners and for each. Thread-safe.</summary>
/// <param name="total">Bytes over all owners.</param>
/// <param name="perOwner">Bytes of one owner, less than <paramref name="total"/> so that one owner leaves room to the others.</param>
internal sealed class ByteBudget(long total, long perOwner)
{
    private readonly ConcurrentDictionary<string, long> _owners = new(StringComparer.Ordinal);
    private long _used;

    /// <summary>The bytes that are taken.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Takes bytes, unless that exceeds a bound.</summary>
    /// <param name="owner">Who is to pay: a tenant, or a caller.</param>
    /// <param name="bytes">How many.</param>
    public BudgetAnswer Take(string owner, long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) > total)
        {
            Interlocked.Add(ref _used, -bytes);
            return BudgetAnswer.AllFull;
        }

        if (_owners.AddOrUpdate(owner, bytes, (_, used) => used + bytes) > perOwner)
        {
            Return(owner, bytes);
            return BudgetAnswer.OwnerFull;
        }

        return BudgetAnswer.Taken;
    }

    /// <summary>Gives bytes back that were taken.</summary>
    public void Return(string owner, long bytes)
    {
        if (_owners.AddOrUpdate(owner, 0, (_, used) => used - bytes) == 0)
        {
            _owners.TryRemove(KeyValuePair.Create(owner, 0L));
        }

        Interlocked.Add(ref _used, -bytes);
    }
}

/// <summary>Whether bytes were taken.</summary>
internal enum BudgetAnswer
{
    /// <summary>They were.</summary>
    Taken,

    /// <summary>The owner has taken all that one may have.</summary>
    OwnerFull,

    /// <summary>All owners together have.</summary>
    AllFull,
}
