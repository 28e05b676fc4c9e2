using TemplateWorker.Demo.Running;
using TemplateWorker.TestKit;

namespace TemplateWorker.Demo.Tests;

public sealed class TenantFoldersTests
{
    [Fact]
    public void Samples_are_laid_out_by_owner_type_owner_id_and_template()
    {
        var destination = Directory.CreateTempSubdirectory("tenant-folders-").FullName;

        TenantFolders.LayOut(
            RepositoryFiles.PathOf("templates/samples"),
            destination,
            [(new TenantId("guild", "1"), ["greeter"]), (new TenantId("org", "acme"), ["greeter", "runaway"])]);

        Directory.EnumerateFiles(destination, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(destination, file)).ShouldBe(
            [
                "guild/1/greeter/index.js", "guild/1/greeter/lib/phrases.js",
                "org/acme/greeter/index.js", "org/acme/greeter/lib/phrases.js", "org/acme/runaway/index.js",
            ],
            ignoreOrder: true);
        Directory.Delete(destination, recursive: true);
    }
}
