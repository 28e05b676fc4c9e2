namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>Tests that hold a promise of seconds: they have the machine for themselves, when the others are done.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TimedCollection
{
    public const string Name = "Timed";
}
