namespace TemplateWorker.EndToEnd.Tests.Support;

public sealed class TimedCollectionTests
{
    [Fact]
    public void Its_tests_bear_the_category_by_which_they_are_run_alone()
    {
        var members = typeof(TimedCollection).Assembly.GetTypes().Where(type => Arguments(type, typeof(CollectionAttribute)).Contains(TimedCollection.Name));

        members.ShouldNotBeEmpty();
        members.Where(type => !Arguments(type, typeof(TraitAttribute)).SequenceEqual(["Category", TimedCollection.Name])).ShouldBeEmpty();
    }

    private static IEnumerable<string> Arguments(Type type, Type attribute) => type.GetCustomAttributesData()
        .Where(data => data.AttributeType == attribute)
        .SelectMany(data => data.ConstructorArguments)
        .Select(argument => (string)argument.Value!);
}
