namespace TemplateWorker.EndToEnd.Tests.Runs;

/// <summary>
/// Tests of one installation, which starts once for all of them. They run one after the other: some stop every run that looks at
/// its schedules.
/// </summary>
[CollectionDefinition(Name)]
public sealed class RunsCollection : ICollectionFixture<RunsInstallation>
{
    public const string Name = "Runs";
}
