using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Manifest;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations.Manifest;

[Trait(ServerScope.Name, ServerScope.AnyVersion)]
public sealed class ManifestFileTests
{
    [Fact]
    public Task The_manifest_has_the_migrations_of_this_program() => KeptFile.RequireAsync(MigrationManifest.Path, MigrationManifest.Write(MigrationList.All));

    [Fact]
    public void Every_migration_after_the_first_five_can_be_undone_and_the_five_say_why_not()
    {
        ManifestCheck.Itself(ManifestLine.Of(MigrationList.All)).ShouldBeEmpty();
        MigrationList.All.Take(5).ShouldAllBe(migration => migration.DownStatements == null && migration.Irreversible!.EndsWith('.'));
        MigrationList.All.Skip(5).ShouldAllBe(migration => migration.DownStatements != null && migration.Irreversible == null);
    }
}
