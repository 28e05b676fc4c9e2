using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>Where a fault is played: a database of its own, supervisors on it, a flow of events, and notes of what was found.</summary>
internal sealed class FaultStage : IAsyncDisposable
{
    private readonly OwnServer? _server;
    private readonly bool _isShort;
    private readonly List<RunningSupervisor> _supervisors = [];
    private readonly List<IAsyncDisposable> _props = [];
    private readonly List<string> _wrongs = [];
    private readonly List<(string Name, string Value)> _figures = [];

    private FaultStage(OwnServer? server, bool isShort, TestDatabase database)
    {
        _server = server;
        _isShort = isShort;
        Database = database;
        Flow = new EventFlow(database, Scaled(200, 40));
        Check = new FlowCheck(Flow, Clock);
    }

    public TestDatabase Database { get; }

    /// <summary>The clock that limits are meant by.</summary>
    public MachineClock Clock { get; } = MachineClock.Start();

    public EventFlow Flow { get; }

    public FlowCheck Check { get; }

    /// <summary>The server that the fault may crash.</summary>
    public OwnServer Server => _server ?? throw new InvalidOperationException("Others use this server: it cannot be crashed.");

    /// <summary>How long a lane may stand still; a machine that runs other tests too gets a second more.</summary>
    public TimeSpan TakeOver => TimeSpan.FromSeconds(Scaled(5, 6));

    /// <summary>What became of the events, once <see cref="FinishAsync"/> has looked.</summary>
    public FlowFindings? Findings { get; private set; }

    /// <summary>What is wrong, one line each.</summary>
    public IReadOnlyList<string> Wrongs => _wrongs;

    /// <summary>Further figures, in the order in which they were noted.</summary>
    public IReadOnlyList<(string Name, string Value)> Figures => _figures;

    /// <summary>What the supervisors said.</summary>
    public string Output => string.Join("\n\n", _supervisors.Select(supervisor => supervisor.Process.Output));

    /// <param name="server">Null: the one that all tests share.</param>
    /// <param name="isShort">Whether it is to take seconds.</param>
    public static async Task<FaultStage> BuildAsync(OwnServer? server, bool isShort) =>
        new(server, isShort, await (server?.CreateDatabaseAsync() ?? TestDatabase.CreateAsync()));

    /// <summary>One value for the full form and one for the short form.</summary>
    public T Scaled<T>(T full, T brief) => _isShort ? brief : full;

    /// <summary>Starts a supervisor with two workers. The stage ends it.</summary>
    public async Task<RunningSupervisor> StartSupervisorAsync(string settings = "")
    {
        var supervisor = await RunningSupervisor.StartAsync(Database, settings);
        _supervisors.Add(supervisor);
        return supervisor;
    }

    /// <summary>As above, with variables in its environment.</summary>
    public async Task<RunningSupervisor> StartSupervisorAsync(IReadOnlyDictionary<string, string> environment)
    {
        var supervisor = await RunningSupervisor.StartAsync(Database, "", environment);
        _supervisors.Add(supervisor);
        return supervisor;
    }

    /// <summary>Waits until so many supervisors divide the slots, and none is left over.</summary>
    public Task DividedAsync(int supervisors) => Eventually.HoldsAsync(
        async () => await Database.ReadAsync<long>("select count(distinct owner) from slots where owner is not null") == supervisors
            && await Database.ReadAsync<long>("select count(*) from slots where owner is null") == 0,
        () => Output);

    public void Figure(string name, string value) => _figures.Add((name, value));

    public void Figure(string name, TimeSpan value) => Figure(name, $"{value.TotalSeconds:F2} s");

    /// <summary>Notes that something is wrong unless the condition holds.</summary>
    public void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            _wrongs.Add(otherwise);
        }
    }

    /// <summary>Notes a time, and that it is wrong when it is over a limit on a machine of two cores.</summary>
    public void RequireWithin(TimeSpan limit, string name, Wait wait)
    {
        var ofMachine = Clock.During(wait);
        Figure(name, $"{wait.Length.TotalSeconds:F2} s, {ofMachine.TotalSeconds:F2} s of two cores");
        Require(
            ofMachine <= limit,
            $"{name}: {wait.Length.TotalSeconds:F2} s, {ofMachine.TotalSeconds:F2} s of two cores, more than {limit.TotalSeconds:F0} s");
    }

    /// <summary>Notes a time, and that it is wrong when it is over a limit, whatever else the machine does.</summary>
    public void RequireWithin(TimeSpan limit, string name, TimeSpan value)
    {
        Figure(name, value);
        Require(value <= limit, $"{name}: {value.TotalSeconds:F2} s, more than {limit.TotalSeconds:F0} s");
    }

    /// <summary>Notes how many workers of a supervisor have ended, which is wrong for any, and whether the supervisor itself has.</summary>
    public async Task RequireNoEndAsync(RunningSupervisor supervisor)
    {
        var restarts = (await supervisor.WorkersAsync()).Sum(worker => (int)worker!["restarts"]!);
        Figure("workers that ended", $"{restarts}");
        Require(restarts == 0, $"{restarts} workers ended");
        Require(supervisor.Process.IsRunning, "the supervisor ended");
    }

    /// <summary>Waits until everything accepted is done and checks it all, and that nothing of ours crashed.</summary>
    public async Task FinishAsync()
    {
        await Check.DrainedAsync(() => Output);
        Findings = await Check.ReadAsync();
        _wrongs.AddRange(Findings.Wrongs());
        _wrongs.AddRange(_supervisors.SelectMany(supervisor => supervisor.Process.Lines)
            .Where(line => line.Contains("Unhandled exception", StringComparison.Ordinal)));
    }

    /// <summary>Has something disposed when the supervisors have ended, and before the database goes.</summary>
    public T Own<T>(T prop)
        where T : IAsyncDisposable
    {
        _props.Add(prop);
        return prop;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var supervisor in _supervisors)
        {
            await supervisor.DisposeAsync();
        }

        foreach (var prop in _props)
        {
            await prop.DisposeAsync();
        }

        await Database.DisposeAsync();
        await Clock.DisposeAsync();
    }
}
