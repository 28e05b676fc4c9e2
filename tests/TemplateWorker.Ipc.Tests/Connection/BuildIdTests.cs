using TemplateWorker.Ipc.Connection;

namespace TemplateWorker.Ipc.Tests.Connection;

public sealed class BuildIdTests
{
    [Fact]
    public void A_program_always_has_the_same_build_id_and_another_program_has_another()
    {
        var own = typeof(BuildIdTests).Assembly;

        BuildId.Of(own).ShouldBe(BuildId.Of(own));
        BuildId.Of(own).ShouldNotBe(BuildId.Of(typeof(FactAttribute).Assembly));
        BuildId.Of(own).ShouldContain(typeof(BuildId).Module.ModuleVersionId.ToString("N"));
    }

    [Fact]
    public void A_program_of_several_assemblies_is_another_build_when_one_of_them_is_another()
    {
        var own = typeof(BuildIdTests).Assembly;
        var library = typeof(BuildId).Assembly;
        var replaced = typeof(FactAttribute).Assembly;

        BuildId.Of([own, library]).ShouldBe(BuildId.Of([own, library]));
        BuildId.Of([own, library]).ShouldNotBe(BuildId.Of([own, replaced]));
    }
}
