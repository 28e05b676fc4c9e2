namespace TemplateWorker.Api.Bodies;

/// <summary>The part of a budget that one body holds. Not thread-safe.</summary>
/// <param name="budget">The budget.</param>
/// <param name="owner">The tenant or the caller that pays.</param>
internal sealed class BodyShare(ByteBudget budget, string owner) : IDisposable
{
    private long _bytes;

    /// <summary>Makes the share at least this large.</summary>
    public BudgetAnswer Grow(long bytes)
    {
        if (bytes <= _bytes)
        {
            return BudgetAnswer.Taken;
        }

        var answer = budget.Take(owner, bytes - _bytes);
        _bytes = answer == BudgetAnswer.Taken ? bytes : _bytes;
        return answer;
    }

    public void Dispose()
    {
        if (_bytes > 0)
        {
            budget.Return(owner, _bytes);
            _bytes = 0;
        }
    }
}
