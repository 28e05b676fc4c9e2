using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Bodies;

/// <summary>
/// The memory for bodies that are read, or whose events wait to be stored. Bodies of one value and bodies of many events have
/// budgets of their own, so that no import keeps single events out.
/// </summary>
internal sealed class BodyBudgets
{
    private const long SingleBytes = 64 << 20;

    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryLater = TimeSpan.FromSeconds(5);

    /// <summary>For bodies of one event, value or template.</summary>
    public required ByteBudget Single { get; init; }

    /// <summary>For bodies of many events. One body of the largest size fits; the next large one has to wait for it.</summary>
    public ByteBudget Many { get; init; } = new(total: 80 << 20, perOwner: 66 << 20);

    /// <summary>The budgets of a server.</summary>
    /// <param name="largestSingle">The bound of a body of one event, value or template, in bytes; the budget of one tenant holds it twice, as bytes and as text.</param>
    public static BodyBudgets For(long largestSingle)
    {
        var perOwner = Math.Max(SingleBytes / 4, 2 * largestSingle);
        return new BodyBudgets { Single = new ByteBudget(Math.Max(SingleBytes, 4 * perOwner), perOwner) };
    }

    /// <summary>What to answer to a read while large answers wait for callers that read slowly.</summary>
    public static Problem AnswersFull { get; } = new(
        ProblemKinds.Overloaded, "Callers that read slowly hold all the memory that large answers may hold.")
    {
        RetryAfter = RetrySoon,
    };

    /// <summary>What to answer when a budget is used up.</summary>
    public static Problem Refusal(BudgetAnswer answer) => answer == BudgetAnswer.OwnerFull
        ? new Problem(ProblemKinds.TooManyBytes, "Other requests of this tenant hold all the memory that bodies of one tenant may hold; nothing was stored.")
        {
            RetryAfter = RetrySoon,
        }
        : new Problem(ProblemKinds.Overloaded, "Other requests hold all the memory that bodies may hold; nothing was stored.") { RetryAfter = RetryLater };
}
