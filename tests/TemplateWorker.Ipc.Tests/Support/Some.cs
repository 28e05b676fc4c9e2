using System.Text;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Ipc.Tests.Support;

/// <summary>Samples of every message: with all optional fields set, and with none of them.</summary>
internal static class Some
{
    public static readonly RunResult FailedRun = new()
    {
        Template = "greeter",
        Version = 12,
        Value = default,
        Error = new RunError("TimeLimit", "The run took longer than 10 s.", "at greet (index.js:3:14)"),
        Repeats = 2,
        Wall = TimeSpan.FromSeconds(10.5),
        Cpu = TimeSpan.FromTicks(1),
    };

    public static readonly RunResult CompletedRun = new()
    {
        Template = "grüßer",
        Version = int.MaxValue,
        Value = Utf8("""{"reply":"hello"}"""),
        Error = null,
        Repeats = 0,
        Wall = TimeSpan.Zero,
        Cpu = TimeSpan.FromMilliseconds(3),
    };

    public static readonly TemplateFault Fault = new()
    {
        Reason = "SyntaxError",
        Message = "Unexpected token '}'",
        File = "lib/greet.js",
        Line = 3,
        Column = 70_000,
    };

    public static Dispatch Dispatch(ulong id = 7) => new()
    {
        DispatchId = id,
        Tenant = "guild:1234",
        EventId = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
        EventName = "message.create",
        Data = Utf8("""{"author":"ada"}"""),
        IdempotencyKey = "key-1",
        Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        TimeLeft = TimeSpan.FromSeconds(10),
    };

    public static UsedUpRate Rate { get; } = new("limits.runs_per_minute", 60_000, TimeSpan.FromSeconds(7));

    public static DispatchFinished Finished(ulong id = 7) => new()
    {
        DispatchId = id,
        Status = DispatchStatus.Completed,
        Message = null,
        EventId = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
        Results = [CompletedRun, FailedRun],
    };

    public static Hello Hello() => new()
    {
        ProtocolVersion = ProtocolVersion.Current,
        BuildId = "0.1.0/abc",
        Token = new byte[32],
        ProcessId = 4242,
        WorkerNumber = 3,
    };

    public static IReadOnlyDictionary<string, string> NoFiles { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static CheckTemplate CheckTemplate() => new()
    {
        DispatchId = ulong.MaxValue,
        Tenant = "guild:1234",
        Template = "greeter",
        Files = new Dictionary<string, string>(StringComparer.Ordinal) { ["index.js"] = "on('a', () => 1)", ["empty.js"] = "" },
        Settings = """{"greeting":"¡hola! 👋"}""",
    };

    public static HandedDelivery Handed() => new()
    {
        Id = 1L << 40,
        Tenant = "guild:1234",
        Template = "greeter",
        EventId = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
        EventName = "message.create",
        Data = Utf8("""{"author":"ada"}"""),
        Hops = 3,
        Trace = null,
        Priors = [(1L << 40) - 7, 0],
    };

    public static IReadOnlyList<SupervisorMessage> SupervisorMessages() =>
    [
        new Welcome(TimeSpan.FromSeconds(1), Utf8("settings")),
        new Refused(HandshakeRefusal.WrongBuild, "another build"),
        Dispatch(),
        Dispatch() with { IdempotencyKey = null, Trace = null, Data = default, TimeLeft = TimeSpan.FromSeconds(-1) },
        new Cancel(300),
        CheckTemplate(),
        new TenantChanged("guild:1234"),
        new TenantChanged((string?)null),
        new DropTenant("guild:1234"),
        new Drain(TimeSpan.FromSeconds(10)),
        new AssignSlots(ulong.MaxValue, [new SlotAssignment(0, 0), new SlotAssignment(4095, long.MaxValue)]),
        new AssignSlots(2, []),
        new HandDeliveries([Handed(), Handed() with { Priors = [], Data = default }]),
        new WakeSlots([0, 300, 4095]),
        new WakeSlots([]),
        new WatchDeliveries(true),
        new WatchDeliveries(false),
    ];

    public static IReadOnlyList<WorkerMessage> WorkerMessages() =>
    [
        Hello(),
        new Ready("JavaScriptCore 2.50", 2),
        new Heartbeat(1L << 33, 1000, 17, [new RunningRun(9, "guild:1", "loop", TimeSpan.FromSeconds(4))])
        {
            StalledLanes = 3, LongestPause = TimeSpan.FromMilliseconds(12), TotalPause = TimeSpan.FromSeconds(5),
        },
        new Heartbeat(1, 2, 3, [new RunningRun(0, "guild:1", "loop", TimeSpan.Zero) { Delivery = long.MaxValue }]),
        new Heartbeat(0, 0, 0, []),
        new Heartbeat(0, 0, 0, []) { HeldCount = 21, Held = [new HeldTenant("guild:1", Rate), new HeldTenant("guild:2", Rate with { Limit = long.MaxValue })], Busiest = [new BusyTenant("guild:1", TimeSpan.FromSeconds(50))] },
        Finished(),
        Finished() with { Status = DispatchStatus.StorageUnavailable, Message = "The database is away.", Results = [] },
        Finished() with { Status = DispatchStatus.RateLimited, Message = "Too much.", Results = [], Rate = Rate },
        new TemplateChecked(5, ["message.create", "member.join"], CheckTemplate().Files, Fault: null),
        new TemplateChecked(6, [], NoFiles, Fault),
        new TemplateChecked(6, [], NoFiles, Fault with { File = null, Line = null, Column = null }),
        new Goodbye(GoodbyeReason.Drained, "drained"),
        new SlotsReleased(ulong.MaxValue),
        new LanesRead(long.MaxValue),
        new ActionsSent(),
        new DeliveriesSettled([0, long.MaxValue]),
        new Measures([new MeasuredCount("runs", "done", 5), new MeasuredCount("cold_starts", "", long.MaxValue)], [new MeasuredDistribution("time", [new MeasuredBucket(1, 900), new MeasuredBucket(0, 0)])]),
        new Measures([], []),
    ];

    public static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
