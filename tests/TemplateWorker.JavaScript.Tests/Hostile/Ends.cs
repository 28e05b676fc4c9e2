namespace TemplateWorker.JavaScript.Tests.Hostile;

/// <summary>How a hostile script may end.</summary>
[Flags]
internal enum Ends
{
    /// <summary>By the limit of CPU time.</summary>
    Cpu = 1,

    /// <summary>By the limit of memory.</summary>
    Heap = 2,

    /// <summary>By one of the limits, depending on how fast the engine is.</summary>
    Limit = Cpu | Heap,

    /// <summary>By an error that the script could have caught, or that refuses its source.</summary>
    Error = 4,

    /// <summary>By a result that is too large or that JSON cannot hold.</summary>
    Result = 8,

    /// <summary>It is harmless after all.</summary>
    Completed = 16,
}
