using TemplateWorker.Supervision.Launching;

namespace TemplateWorker.Supervision.Tests.Launching;

public sealed class InheritedVariablesTests
{
    [Theory]
    [InlineData("DOTNET_ROOT")]
    [InlineData("DOTNET_gcServer")]
    [InlineData("DOTNET_STARTUP_HOOKS")]
    [InlineData("LC_ALL")]
    [InlineData("LANG")]
    [InlineData("TZ")]
    [InlineData("TMPDIR")]
    [InlineData("SSL_CERT_FILE")]
    [InlineData("MALLOC_ARENA_MAX")]
    public void A_worker_inherits_what_the_runtime_and_its_libraries_read(string name) =>
        InheritedVariables.IsInherited(name).ShouldBeTrue();

    [Theory]
    [InlineData("TEMPLATE_WORKER__META__POSTGRES_URL")]
    [InlineData("BOT_TOKEN")]
    [InlineData("PGPASSWORD")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("HTTPS_PROXY")]
    [InlineData("DOTNET_ConnectionStrings__Main")]
    [InlineData("lang")]
    [InlineData("LANGUAGE_KEY")]
    [InlineData("")]
    public void A_worker_inherits_nothing_else(string name) => InheritedVariables.IsInherited(name).ShouldBeFalse();

    [Fact]
    public void Everything_else_is_removed()
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["TZ"] = "Europe/Berlin", ["BOT_TOKEN"] = "hunter2", ["EMPTY"] = null };

        InheritedVariables.Keep(environment);

        environment.ShouldBe(new Dictionary<string, string?> { ["TZ"] = "Europe/Berlin" });
    }
}
