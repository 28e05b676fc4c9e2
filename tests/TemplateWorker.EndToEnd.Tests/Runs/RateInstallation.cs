using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Runs;

/// <summary>With tenants that soon use up one of their rates each, and owe for some seconds then.</summary>
public sealed class RateInstallation() : InstallationFixture("""
    limits:
      tenants:
        "shop:events": { events_per_minute: 20 }
        "shop:runs": { runs_per_minute: 20 }
        "shop:thread_time": { thread_time_per_minute: 1s }
        "shop:emitted_events": { emitted_events_per_minute: 90 }
        "shop:log_lines": { log_lines_per_minute: 90 }
        "shop:writes": { writes_per_minute: 90KiB }
    """);
