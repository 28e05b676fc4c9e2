namespace TemplateWorker.Ipc.Tests.Support;

/// <summary>Limits the time that a test waits for something that must happen, so that it fails instead of hanging.</summary>
internal static class Limits
{
    public static readonly TimeSpan Unexpected = TimeSpan.FromSeconds(20);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Unexpected);

    public static Task Soon(this Task task) => task.WaitAsync(Unexpected);
}
