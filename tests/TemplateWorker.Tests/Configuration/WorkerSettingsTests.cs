using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TemplateWorker.Configuration.Transfer;
using TemplateWorker.JavaScript;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs;
using TemplateWorker.Sandbox;
using TemplateWorker.Storage;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Tests.Configuration;

public sealed class WorkerSettingsTests
{
    private static readonly TenantId Tenant = new("guild", "1:\"é");

    private static readonly WorkerSettings Settings = new()
    {
        WorkerNumber = 3,
        ConnectionString = new Secret("Host=h;Password=hunter2"),
        MaxDbConnections = 9,
        Queue = 17,
        MemoryBytes = 1L << 31,
        HasMicrotaskGuard = true,
        InFlightPath = "/tmp/in-flight",
        IsTransactionPooled = true,
        Sandbox = SandboxLevel.Sealed,
        Scripting = new ScriptingOptions
        {
            Engine = ScriptEngineKind.Jint,
            Threads = 5,
            Jit = true,
            WarmTenants = 6,
            IdleEviction = TimeSpan.FromMilliseconds(1501),
            CacheBytes = 1L << 33,
        },
        Limits = new LimitOptions
        {
            Default = new TenantLimits { Scopes = 4 },
            Tenants = new Dictionary<TenantId, TenantLimits> { [Tenant] = new() { WallTime = TimeSpan.FromSeconds(30), HeapBytes = 1L << 34 } },
        },
        History = new HistoryOptions { Immediate = RecordedCalls.All },
        Logging = new LoggingOptions { Level = LogLevel.Trace, Format = LogFormat.Json },
    };

    [Fact]
    public void Settings_are_the_same_after_the_way_to_the_worker()
    {
        var back = WorkerSettings.FromBytes(Settings.ToBytes());

        back.Limits.Default.ShouldBe(Settings.Limits.Default);
        back.Limits.Tenants.ShouldBe(Settings.Limits.Tenants);
        back.Limits.For(Tenant).WallTime.ShouldBe(TimeSpan.FromSeconds(30));
        (back with { Limits = Settings.Limits }).ShouldBe(Settings);
    }

    [Fact]
    public void Settings_are_taken_from_the_options()
    {
        using var config = new ConfigFixture();
        var options = config.Good(ConfigFixture.Minimal + "workers: { max_db_connections: 3, queue: 3000, memory: 2GiB }\nhistory: { immediate: all }\nlogging: { level: error }");

        var settings = WorkerSettings.From(options, 4, new Secret("Host=h"), hasMicrotaskGuard: true, inFlightPath: "/tmp/in-flight-1");

        settings.ShouldBe(new WorkerSettings
        {
            InFlightPath = "/tmp/in-flight-1",
            WorkerNumber = 4,
            ConnectionString = new Secret("Host=h"),
            MaxDbConnections = 3,
            Queue = 3000,
            MemoryBytes = 2L << 30,
            HasMicrotaskGuard = true,
            Scripting = options.Scripting,
            Limits = options.Limits,
            History = new HistoryOptions { Immediate = RecordedCalls.All },
            Logging = options.Logging,
        });
    }

    [Fact]
    public void The_text_form_hides_the_password_which_the_bytes_must_hold()
    {
        Settings.ToString().ShouldNotContain("hunter2");
        Encoding.UTF8.GetString(Settings.ToBytes()).ShouldContain("hunter2");
    }

    [Fact]
    public void A_secret_does_not_reveal_itself_to_a_serializer_that_did_not_ask() =>
        JsonSerializer.Serialize(Settings.ConnectionString).ShouldNotContain("hunter2");

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"WorkerNumber\":1")]
    public void Bytes_that_are_no_settings_are_refused(string json) =>
        Should.Throw<JsonException>(() => WorkerSettings.FromBytes(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_member_that_this_binary_does_not_know_is_refused()
    {
        var json = Encoding.UTF8.GetString(Settings.ToBytes()).Insert(1, "\"Other\":1,");

        Should.Throw<JsonException>(() => WorkerSettings.FromBytes(Encoding.UTF8.GetBytes(json)));
    }
}
