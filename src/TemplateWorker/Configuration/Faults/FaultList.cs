namespace TemplateWorker.Configuration.Faults;

/// <summary>Collects the faults of a configuration, so that all are reported at once.</summary>
/// <param name="file">The file, as the operator named it.</param>
internal sealed class FaultList(string file)
{
    private readonly List<ConfigurationFault> _faults = [];

    /// <summary>The file, as the operator named it.</summary>
    public string File => file;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => _faults.Count == 0;

    /// <summary>A place in the file.</summary>
    public SettingPlace At(int line) => new(file, line);

    /// <summary>Something is wrong at a place.</summary>
    public void Add(SettingPlace place, string message) => _faults.Add(new ConfigurationFault(place, message));

    /// <summary>Something is wrong on a line of the file.</summary>
    public void Add(int line, string message) => Add(At(line), message);

    /// <summary>Something is wrong with the file as a whole.</summary>
    public void Add(string message) => Add(new SettingPlace(file, null), message);

    /// <summary>All faults: by line, then those without a line in the order they were found.</summary>
    public IReadOnlyList<ConfigurationFault> InOrder() => [.. _faults.OrderBy(fault => fault.Place.Line ?? int.MaxValue)];
}
