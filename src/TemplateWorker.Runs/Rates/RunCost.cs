using System.Runtime.InteropServices;

namespace TemplateWorker.Runs.Rates;

/// <summary>What a run, or a part of one, has used.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RunCost
{
    public int Runs { get; init; }

    /// <summary>Computing and waiting for the database, without pauses.</summary>
    public TimeSpan ThreadTime { get; init; }

    /// <summary>Of a run that may be committed.</summary>
    public int EmittedEvents { get; init; }

    public int LogLines { get; init; }

    /// <summary>Of a run that may be committed.</summary>
    public long WrittenBytes { get; init; }
}
