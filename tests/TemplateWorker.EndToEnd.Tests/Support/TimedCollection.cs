namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>
/// Tests that hold a promise of seconds run one at a time. They have a trait, too, by which <c>./dev test</c> starts them in a process of
/// its own, with a higher priority than the others.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TimedCollection
{
    public const string Name = "Timed";

    public const string Trait = "form";

    public const string Form = "timed";
}
