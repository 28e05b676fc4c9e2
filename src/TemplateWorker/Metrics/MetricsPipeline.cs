using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using TemplateWorker.Supervision.Accepting;
using TemplateWorker.Supervision.Actions;

namespace TemplateWorker.Metrics;

/// <summary>The supervisor's meter, and what is read at <c>/metrics</c>: it, and those of the framework and the driver.</summary>
internal sealed class MetricsPipeline : IDisposable
{
    /// <summary>The least time between two readings that are made anew, so that a client that reads without pause costs little.</summary>
    private const int CachedMilliseconds = 500;

    /// <summary>The most combinations of labels of one metric.</summary>
    private const int MaxSeries = 1_000;

    public MetricsPipeline()
    {
        Meter = new Meter("TemplateWorker");
        Provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(Meter.Name, AcceptMeter.Name, ActionMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql")
            .AddView("*", new MetricStreamConfiguration { CardinalityLimit = MaxSeries })
            .AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = CachedMilliseconds)
            .Build();
    }

    /// <summary>For the supervisor's own instruments. Disposed with this instance.</summary>
    public Meter Meter { get; }

    /// <summary>Collects and exports. Disposed with this instance.</summary>
    public MeterProvider Provider { get; }

    public void Dispose()
    {
        Provider.Dispose();
        Meter.Dispose();
    }
}
