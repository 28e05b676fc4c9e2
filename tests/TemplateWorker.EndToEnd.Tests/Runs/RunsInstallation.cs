using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Runs;

/// <summary>With time enough for a run to be interleaved with somebody else by hand, also on a busy machine.</summary>
public sealed class RunsInstallation() : InstallationFixture("""
    limits:
      wall_time: 1m
      cpu_time: 30s
    workers:
      call_timeout: 5m
    """);
