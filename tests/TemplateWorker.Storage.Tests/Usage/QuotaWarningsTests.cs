using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Storage.Usage;
using TemplateWorker.TestKit.Logging;

namespace TemplateWorker.Storage.Tests.Usage;

public sealed class QuotaWarningsTests : IDisposable
{
    private static readonly QuotaUse Near = new(Quota.Keys, 79, 1, 100);
    private readonly FakeTimeProvider _time = new();
    private readonly CollectingLoggers _loggers = new();

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public void A_tenant_that_goes_back_and_forth_is_named_once_an_hour_for_each_quota()
    {
        var warnings = new QuotaWarnings(_time, _loggers.CreateLogger<QuotaWarnings>());

        warnings.Note(new TenantId("guild", "1"), [Near, Near with { Quota = Quota.Storage }]);
        warnings.Note(new TenantId("guild", "1"), [Near]);
        _loggers.Lines.Count.ShouldBe(2);
        _loggers.Lines[0].ShouldEndWith("guild:1 uses 80 of 100 (limits.keys), 80 % or more; beyond the limit it gets QuotaExceeded");

        _time.Advance(QuotaWarnings.Interval);
        warnings.Note(new TenantId("guild", "1"), [Near]);
        _loggers.Lines.Count.ShouldBe(3);
    }

    [Fact]
    public void Many_tenants_do_not_fill_the_log()
    {
        var warnings = new QuotaWarnings(_time, _loggers.CreateLogger<QuotaWarnings>());

        for (var n = 0; n < 2 * QuotaWarnings.MaxLines; n++)
        {
            warnings.Note(new TenantId("guild", $"{n}"), [Near]);
        }

        _loggers.Lines.Count.ShouldBe(QuotaWarnings.MaxLines);
    }
}
