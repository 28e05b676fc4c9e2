using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Runs;

/// <summary>With limits that are soon reached, and one tenant that has less than the others.</summary>
public sealed class LimitsInstallation() : InstallationFixture("""
    workers:
      call_timeout: 5m
    limits:
      wall_time: 1m
      cpu_time: 500ms
      heap: 16MiB
      result: 4KiB
      value: 8KiB
      writes: 16KiB
      key: 64
      scopes: 3
      log_lines: 5
      emitted_events: 5
      event_payload: 4KiB
      hops: 3
      queued_deliveries: 8
      tenants:
        "shop:hurried":
          wall_time: 300ms
          cpu_time: 300ms
        "shop:frugal":
          writes: 8KiB
        "shop:small":
          value: 1KiB
          cpu_time: 100ms
    """);
