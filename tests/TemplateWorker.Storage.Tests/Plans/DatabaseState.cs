namespace TemplateWorker.Storage.Tests.Plans;

/// <summary>The states of a database in which plans go wrong.</summary>
public enum DatabaseState
{
    /// <summary>Just migrated, filled while it is in use, and never analyzed.</summary>
    NeverAnalyzed,

    /// <summary>As <see cref="NeverAnalyzed"/>, but vacuumed while it was empty: to the planner, reading all of a table looks free.</summary>
    VacuumedEmpty,

    /// <summary>Full, and analyzed.</summary>
    Full,

    /// <summary>A snapshot is held while as many rows come and go, so that none of them can be removed; analyzed.</summary>
    HeldSnapshot,
}
