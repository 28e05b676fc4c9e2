using TemplateWorker.Configuration.Faults;
using TemplateWorker.Configuration.Schema;

namespace TemplateWorker.Configuration;

/// <summary>What loading a configuration gave.</summary>
internal abstract record ConfigurationOutcome
{
    private ConfigurationOutcome()
    {
    }

    /// <summary>All of it is good.</summary>
    public sealed record Loaded(RootOptions Options) : ConfigurationOutcome;

    /// <summary>Something is wrong.</summary>
    /// <param name="Faults">All that is wrong, in the order of the file, then of environment and flags; never empty.</param>
    public sealed record Invalid(IReadOnlyList<ConfigurationFault> Faults) : ConfigurationOutcome;
}
