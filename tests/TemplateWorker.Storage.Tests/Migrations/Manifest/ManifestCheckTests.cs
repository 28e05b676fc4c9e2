using TemplateWorker.Storage.Migrations.Manifest;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations.Manifest;

[Trait(ServerScope.Name, ServerScope.AnyVersion)]
public sealed class ManifestCheckTests
{
    private static readonly ManifestLine[] Sound = [Line(1, "a"), Line(2, "b"), Line(3, "c")];

    [Fact]
    public void What_is_sound_has_no_faults()
    {
        ManifestCheck.Itself(Sound).ShouldBeEmpty();
        ManifestCheck.AgainstProgram(Sound, Sound).ShouldBeEmpty();
        ManifestCheck.AgainstRevision([.. Sound, Line(4, "d")], Sound, "main").ShouldBeEmpty();
    }

    [Fact]
    public void Numbers_used_twice_numbers_left_out_and_names_used_twice_are_found() => ManifestCheck.Itself([Line(1, "a"), Line(2, "b"), Line(2, "c"), Line(4, "a")]).ShouldBe(
    [
        "number 2 is used by b and c: the later one needs the next free number",
        "a is the name of 2 migrations: a journal can have it once",
        "number 3 is left out: migrations are numbered without gaps",
    ]);

    [Fact]
    public void A_migration_after_the_first_five_needs_a_way_back() => ManifestCheck.Itself(
        [.. Enumerable.Range(1, 6).Select(number => Line(number, $"m{number}") with { Down = ManifestLine.Final })])
        .ShouldBe(["m6 has no way back: give it the statements that undo it"]);

    [Fact]
    public void A_manifest_that_was_not_renewed_is_found() => ManifestCheck.AgainstProgram(
        [Line(1, "a"), Line(2, "b"), Line(3, "gone")], [Line(1, "a"), Line(2, "b") with { Down = "1:new" }, Line(3, "c")]).ShouldBe(
    [
        "b is another one in the manifest: run ./dev schema, unless it was released",
        "c is not in the manifest: run ./dev schema",
        "gone is in the manifest, but not in this program: none is ever removed",
    ]);

    [Fact]
    public void What_databases_may_have_had_must_stay_as_it_was() => ManifestCheck.AgainstRevision(
        [Line(1, "a") with { Checksum = "1:changed" }, Line(2, "new"), Line(3, "b"), Line(4, "renamed") with { Checksum = "1:c" }], [.. Sound, Line(4, "d")], "main").ShouldBe(
    [
        "a was changed since main: databases that had it keep the older statements, so append a migration instead",
        "b was number 2 in main and is number 3: new migrations go to the end",
        "c was renamed to renamed since main: databases that had it would be refused",
        "d was removed since main: databases that had it would be refused",
    ]);

    [Fact]
    public void A_line_that_cannot_be_read_is_named()
    {
        var faults = new List<string>();

        MigrationManifest.Read("# head\n1\ta\t1:a\t1:x\nsecond\n\n-3\tb\t1:b\tfinal\n", faults).ShouldBe([Line(1, "a")]);

        faults.ShouldBe(
        [
            "line 3 of the manifest cannot be read: it needs number, id, checksum and down, separated by tabs",
            "line 5 of the manifest cannot be read: it needs number, id, checksum and down, separated by tabs",
        ]);
    }

    private static ManifestLine Line(int number, string id) => new(number, id, $"1:{id}", "1:x");
}
