namespace TemplateWorker.Storage.Tests.Support;

/// <summary>A clock on which no time passes.</summary>
internal sealed class StoppedTime : TimeProvider
{
    public override long GetTimestamp() => 0;
}
