using TemplateWorker.Configuration.Faults;
using TemplateWorker.Configuration.Schema;

namespace TemplateWorker.Configuration;

/// <summary>The outcome of loading a configuration.</summary>
internal abstract record ConfigurationOutcome
{
    private ConfigurationOutcome()
    {
    }

    /// <summary>The configuration is valid.</summary>
    /// <param name="Options">All settings.</param>
    /// <param name="SecretFiles">The files that hold a token, or an address with a password, by their full paths.</param>
    public sealed record Loaded(RootOptions Options, IReadOnlyList<string> SecretFiles) : ConfigurationOutcome;

    /// <summary>The configuration has faults.</summary>
    /// <param name="Faults">All faults, in the order of the file, then of environment and flags; never empty.</param>
    public sealed record Invalid(IReadOnlyList<ConfigurationFault> Faults) : ConfigurationOutcome;
}
