using System.Runtime.InteropServices;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>A time that something took, and when, so that it can be said how much of the machine there was meanwhile.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Wait(DateTimeOffset From, TimeSpan Length)
{
    public static Wait Since(DateTimeOffset from) => new(from, TimeProvider.System.GetUtcNow() - from);
}
