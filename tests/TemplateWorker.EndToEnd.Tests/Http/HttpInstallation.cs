using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Http;

/// <summary>The supervisor of the tests of the HTTP API.</summary>
public sealed class HttpInstallation() : InstallationFixture("")
{
    private int _tenants;

    /// <summary>A tenant that no other test has, as <c>owner_type:owner_id</c>.</summary>
    public string NewTenant() => $"guild:{Interlocked.Increment(ref _tenants)}";
}
