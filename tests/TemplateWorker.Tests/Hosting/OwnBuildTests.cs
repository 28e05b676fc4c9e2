using System.Reflection;
using TemplateWorker.Hosting;
using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Tests.Hosting;

public sealed class OwnBuildTests
{
    [Fact]
    public void The_build_covers_the_executable_and_every_library_of_ours_that_it_uses_but_the_console()
    {
        var names = OwnBuild.Assemblies.Select(assembly => assembly.GetName().Name).ToList();

        names.ShouldBe(NamesOfOurs(typeof(OwnBuild).Assembly).Where(name => name != "TemplateWorker.Console"), ignoreOrder: true);
    }

    [Fact]
    public void A_name_of_the_build_fits_into_the_handshake()
    {
        OwnBuild.Id.Length.ShouldBeLessThanOrEqualTo(FieldLimits.NameBytes);
    }

    private static HashSet<string> NamesOfOurs(Assembly program)
    {
        HashSet<string> names = [];
        var left = new Stack<Assembly>([program]);
        while (left.TryPop(out var assembly))
        {
            if (names.Add(assembly.GetName().Name!))
            {
                foreach (var reference in assembly.GetReferencedAssemblies()
                    .Where(name => name.Name!.StartsWith("TemplateWorker.", StringComparison.Ordinal)))
                {
                    left.Push(Assembly.Load(reference));
                }
            }
        }

        return names;
    }
}
