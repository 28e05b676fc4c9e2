using System.Reflection;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Support;

/// <summary>Which classes the other versions of PostgreSQL are not tried with. A further one needs a reason, beside its trait and here.</summary>
public sealed class ServerScopeTests
{
    [Fact]
    public void Only_classes_that_do_not_depend_on_the_servers_version_are_left_out()
    {
        typeof(ServerScopeTests).Assembly.GetTypes()
            .Where(type => type.GetCustomAttributesData().Any(IsLeftOut) || type.GetMethods().Any(method => method.GetCustomAttributesData().Any(IsLeftOut)))
            .Select(type => type.Name)
            .ShouldBe(
                [
                    "DataOnlyRestoreTests", "EmbeddedClusterTests", "ManifestCheckTests", "ManifestFileTests", "PoolerTests", "PostgresUrlTests", "SchemaFileTests",
                    "UnreachableTests",
                ],
                ignoreOrder: true);
    }

    private static bool IsLeftOut(CustomAttributeData attribute) =>
        attribute.AttributeType == typeof(TraitAttribute) && (string?)attribute.ConstructorArguments[0].Value == ServerScope.Name;
}
