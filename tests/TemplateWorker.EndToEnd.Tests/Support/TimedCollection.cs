namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>
/// Tests that hold a promise of seconds: they have the machine for themselves, when the others are done. Their trait
/// <c>Category</c> keeps them apart from other test projects too, see <c>tests/run.bash</c>.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TimedCollection
{
    public const string Name = "Timed";
}
