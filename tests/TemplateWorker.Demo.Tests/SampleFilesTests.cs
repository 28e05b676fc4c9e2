using TemplateWorker.Demo.Expectations;
using TemplateWorker.TestKit;

namespace TemplateWorker.Demo.Tests;

public sealed class SampleFilesTests
{
    private static readonly IReadOnlyList<ISampleModel> Models =
        [new GreeterModel(), new InvoiceValidatorModel(), new LeaderboardModel(), new RunawayModel(), new SpamFilterModel()];

    public static TheoryData<string> Samples => [.. Models.Select(model => model.Template)];

    [Fact]
    public void Every_folder_of_the_samples_is_counted_independently_and_listed_in_the_readme()
    {
        var folders = Directory.EnumerateDirectories(RepositoryFiles.PathOf("templates/samples")).Select(Path.GetFileName).ToList();

        folders.ShouldBe(Models.Select(model => model.Template), ignoreOrder: true);
        Expectation.Templates.ShouldBe(folders!, ignoreOrder: true);
        var readme = File.ReadAllText(RepositoryFiles.PathOf("templates/samples/README.md"));
        folders.ShouldAllBe(folder => readme.Contains($"[`{folder}`]({folder}/{Path.GetFileName(EntryFile(folder!))})"));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_independent_count_listens_to_the_events_and_looks_into_the_scope_of_the_sample(string sample)
    {
        var model = Models.Single(model => model.Template == sample);
        var source = Entry(sample);

        SourceText.Captures(source, @"^on(<.+>)?\('(?<it>[^']+)'").ShouldBe(model.Subscriptions, ignoreOrder: true);
        SourceText.Captures(source, @"kv\.scope\('(?<it>[^']+)'\)").ShouldBe([model.Scope]);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_file_that_a_sample_requires_exists_and_no_file_is_unused(string sample)
    {
        var folder = RepositoryFiles.PathOf($"templates/samples/{sample}");
        var entry = EntryFile(sample);
        var required = SourceText.Captures(Entry(sample), @"(require\(|from )'\./(?<it>[^']+)'").Select(module => module + Path.GetExtension(entry))
            .Append(Path.GetFileName(entry));

        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))
            .ShouldBe(required, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_does_not_ask_the_clock_or_chance_so_that_a_repeat_gives_the_same(string sample)
    {
        foreach (var file in Directory.EnumerateFiles(RepositoryFiles.PathOf($"templates/samples/{sample}"), "*.?s", SearchOption.AllDirectories))
        {
            var source = File.ReadAllText(file);
            source.ShouldNotContain("Date.now()");
            source.ShouldNotContain("new Date()");
            source.ShouldNotContain("Math.random");
        }
    }

    private static string Entry(string sample) => File.ReadAllText(EntryFile(sample));

    private static string EntryFile(string sample) => Directory.EnumerateFiles(RepositoryFiles.PathOf($"templates/samples/{sample}"), "index.?s").Single();
}
