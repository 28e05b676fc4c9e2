namespace TemplateWorker.MeasuredOperations;

/// <summary>Counts the managed bytes that an operation allocates on its thread, once it is warm.</summary>
/// <remarks>
/// Meant for a process without tiered compilation, where code is compiled once and allocates the same each time. The least of
/// several rounds counts: in any of them a pooled array may have been given back to the garbage collector.
/// </remarks>
internal static class AllocationMeter
{
    private const int Rounds = 5;
    private const int OperationsPerRound = 200;

    public static long BytesPerOperation(MeasuredOperation operation)
    {
        Repeat(operation);
        return Enumerable.Range(0, Rounds).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Repeat(operation);
            return (GC.GetAllocatedBytesForCurrentThread() - before) / OperationsPerRound;
        });
    }

    private static void Repeat(MeasuredOperation operation)
    {
        for (var i = 0; i < OperationsPerRound; i++)
        {
            operation.Run();
        }
    }
}
