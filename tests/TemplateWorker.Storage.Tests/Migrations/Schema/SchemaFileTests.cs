using TemplateWorker.Storage.Migrations.Schema;
using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations.Schema;

/// <summary><c>docs/schema.sql</c>. Other versions of PostgreSQL have another default for one column.</summary>
[Trait(ServerScope.Name, ServerScope.AnyVersion)]
public sealed class SchemaFileTests
{
    [DatabaseFact]
    public async Task The_page_of_the_schema_is_up_to_date()
    {
        await using var test = await TestDatabase.CreateAsync();

        await KeptFile.RequireAsync("docs/schema.sql", await SchemaDump.ReadAsync(test.Database, CancellationToken.None));
    }

    [DatabaseFact]
    public async Task It_makes_the_schema_that_it_shows()
    {
        var page = await File.ReadAllTextAsync(RepositoryFiles.PathOf("docs/schema.sql"));
        await using var test = await TestDatabase.CreateEmptyAsync();

        await test.ExecuteAsync(page);

        KeptFile.RequireSame(page, await SchemaDump.ReadAsync(test.Database, CancellationToken.None), "docs/schema.sql makes another schema");
    }
}
