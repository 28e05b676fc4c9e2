using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>A test that fills a disk of its own. It is skipped where this process may not mount one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly string? Reason =
        Task.Run(SmallDisk.IsPossibleAsync).GetAwaiter().GetResult() ? null : "This user may not mount a file system.";

    /// <summary>Decides whether the test is skipped.</summary>
    public SmallDiskFactAttribute()
    {
        Skip = new EmbeddedFactAttribute().Skip ?? Reason!;
    }
}
