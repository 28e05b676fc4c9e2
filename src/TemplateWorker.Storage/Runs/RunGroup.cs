namespace TemplateWorker.Storage.Runs;

/// <summary>The runs of one commit, taken apart into the arrays that the statements take. Reused by one thread.</summary>
internal sealed class RunGroup
{
    /// <summary>The locks of the tenants, ascending, so that two groups never wait for each other in a circle.</summary>
    public List<long> Locks { get; } = [];

    public TouchedKeys Keys { get; } = new();

    public TouchedStates States { get; } = new();

    public ListedRanges Ranges { get; } = new();

    public RecordedAnswers Answers { get; } = new();

    /// <summary>Whether the runs do nothing but read and write single keys, as most do.</summary>
    public bool IsKeysOnly => States.IsEmpty && Ranges.IsEmpty && Answers.IsEmpty;

    /// <summary>Takes the runs that have these numbers; a run's number is its place in <paramref name="runs"/>.</summary>
    public void Fill(IReadOnlyList<FinishedRun> runs, List<int> numbers)
    {
        Locks.Clear();
        Keys.Clear();
        States.Clear();
        Ranges.Clear();
        Answers.Clear();
        foreach (var number in numbers)
        {
            var run = runs[number];
            Locks.Add(TenantLock.KeyOf(run.Tenant));
            Keys.Add(number, run);
            States.Add(number, run);
            Ranges.Add(number, run);
            Answers.Add(number, run);
        }

        Locks.Sort();
    }
}
