namespace TemplateWorker.EndToEnd.Tests.Faults.Actions;

/// <summary>What became of the actions of a type.</summary>
/// <param name="Expected">Actions that committed runs have sent.</param>
/// <param name="Repeats">How often one came again under its id.</param>
/// <param name="Lost">Actions that were not taken.</param>
/// <param name="Foreign">Actions that were taken and that no committed run had sent, or that came under two ids.</param>
/// <param name="Disordered">Channels that were taken out of order, once repeats are removed.</param>
internal sealed record ActionFindings(int Expected, int Repeats, int Lost, int Foreign, int Disordered)
{
    /// <summary>What is wrong, one line each.</summary>
    public IEnumerable<string> Wrongs()
    {
        (int Count, string What)[] counts =
        [
            (Lost, "actions were lost"),
            (Foreign, "actions were taken that no committed run had sent"),
            (Disordered, "channels were taken out of order"),
        ];
        return counts.Where(count => count.Count > 0).Select(count => $"{count.Count} {count.What}");
    }
}
