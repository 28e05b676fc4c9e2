namespace TemplateWorker.Benchmarks.Figures.Accounting;

/// <summary>The processes of a measurement, by what they are to it.</summary>
internal sealed record ObservedProcesses
{
    public const string Client = "client";
    public const string Server = "postgres";

    /// <summary>Role and process number; several processes may have one role.</summary>
    public required IReadOnlyList<(string Role, int ProcessId)> Processes { get; init; }

    /// <summary>The parent of all processes of the database server.</summary>
    public required int Postmaster { get; init; }
}
