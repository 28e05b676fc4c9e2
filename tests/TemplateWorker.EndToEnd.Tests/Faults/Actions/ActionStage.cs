using System.Globalization;
using System.Net.Http.Json;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.EndToEnd.Tests.Takers;

namespace TemplateWorker.EndToEnd.Tests.Faults.Actions;

/// <summary>What actions need of a stage: supervisors at addresses that stay the same, a receiver with its route, consumers with their table.</summary>
internal sealed class ActionStage : IAsyncDisposable
{
    /// <summary>So many attempts that no action is given up.</summary>
    private const int Attempts = 100;

    /// <summary>Actions that have failed often wait for some time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly FaultStage _stage;
    private readonly string _file = Path.GetTempFileName();
    private readonly int _port = FreeAddress.Find().Port;
    private readonly string[] _addresses = [FreeAddress.Find().ToString(), FreeAddress.Find().ToString()];
    private readonly RunningSupervisor[] _supervisors = new RunningSupervisor[2];

    private ActionStage(FaultStage stage) => _stage = stage;

    public IReadOnlyList<RunningSupervisor> Supervisors => _supervisors;

    public TakerProcess Receiver { get; private set; } = null!;

    public TakerProcess SqlConsumer { get; private set; } = null!;

    public TakerProcess HttpConsumer { get; private set; } = null!;

    /// <summary>Starts everything and publishes the template. The stage ends it.</summary>
    public static async Task<ActionStage> BuildAsync(FaultStage stage)
    {
        var actions = stage.Own(new ActionStage(stage));
        await PulledTable.CreateAsync(stage.Database);
        await actions.StartSupervisorAsync(0);
        await actions.StartSupervisorAsync(1);
        await stage.DividedAsync(2);
        await stage.Flow.PublishAsync(actions._supervisors[0], ActionTemplate.Source);
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{actions._port}/");
        await SetRouteAsync(actions._supervisors[0], url);
        actions.Receiver = await TakerProcess.StartAsync(
            MoodyReceiver.Verb, actions._port.ToString(CultureInfo.InvariantCulture), actions._file);
        actions.SqlConsumer = await TakerProcess.StartAsync(Takers.SqlConsumer.Verb, stage.Database.ConnectionString);
        actions.HttpConsumer = await TakerProcess.StartAsync(Takers.HttpConsumer.Verb, $"http://{actions._addresses[0]}", stage.Database.ConnectionString);
        return actions;
    }

    /// <summary>Has the actions that are to be pushed sent to a receiver.</summary>
    public static async Task SetRouteAsync(RunningSupervisor supervisor, string url)
    {
        var timeout = string.Create(CultureInfo.InvariantCulture, $"{MoodyReceiver.Timeout.TotalMilliseconds}ms");
        using var stored = await supervisor.Client.PutAsJsonAsync(
            "/v1/action-routes/pushed",
            new { type = ActionTemplate.Pushed, url, secret = ActionReceiver.Secret, timeout, attempts = Attempts, allow_private = true });
        stored.IsSuccessStatusCode.ShouldBeTrue(await stored.Content.ReadAsStringAsync());
    }

    /// <summary>Starts a supervisor, or another one in the place of one that has ended.</summary>
    public async Task StartSupervisorAsync(int index) => _supervisors[index] =
        await _stage.StartSupervisorAsync(new Dictionary<string, string> { ["TEMPLATE_WORKER__ADDRS__HTTP"] = _addresses[index] });

    /// <summary>SIGKILL to a supervisor, and another one in its place.</summary>
    public async Task ReplaceSupervisorAsync(int index)
    {
        _supervisors[index].Process.Kill();
        await _supervisors[index].Process.ExitCodeAsync();
        await StartSupervisorAsync(index);
    }

    /// <summary>SIGSTOP to a supervisor for a time.</summary>
    public async Task PauseSupervisorAsync(int index, TimeSpan time)
    {
        var process = _supervisors[index].Process.Id;
        Processes.Signal(process, Signals.Stop);
        await Task.Delay(time, TimeProvider.System);
        Processes.Signal(process, Signals.Cont);
    }

    /// <summary>Waits until every action is taken, and checks what was taken.</summary>
    public async Task FinishAsync()
    {
        var begun = TimeProvider.System.GetUtcNow();
        var isEmpty = await Eventually.IsWithinAsync(Patience, async () => await _stage.Database.ReadAsync<long>("select count(*) from actions") == 0);
        _stage.Figure("time until no action was left", Wait.Since(begun).Length);
        _stage.Require(isEmpty, $"{await _stage.Database.ReadAsync<long>("select count(*) from actions")} actions are left");
        ActionCheck.Require(_stage, ActionTemplate.Pushed, _stage.Flow.Accepted, ActionCheck.ReadFile(_file));

        var pulled = await PulledTable.ReadAsync(_stage.Database);
        ActionCheck.Require(_stage, ActionTemplate.Pulled, _stage.Flow.Accepted, [.. pulled.Select(row => row.Action)]);
        var bySql = pulled.Where(row => row.Taker == Takers.SqlConsumer.Verb).Select(row => row.Action.Id).ToList();
        _stage.Figure("pull: done by SQL, and over HTTP", $"{bySql.Count}, {pulled.Count - bySql.Count}");
        _stage.Require(bySql.Count == bySql.Distinct().Count(), $"pull: {bySql.Count - bySql.Distinct().Count()} actions were done twice by SQL");
        foreach (var complaint in new[] { Receiver, SqlConsumer, HttpConsumer }.SelectMany(taker => taker.Complaints))
        {
            _stage.Require(condition: false, complaint);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var taker in new[] { Receiver, SqlConsumer, HttpConsumer })
        {
            // Null when it could not be built.
            await (taker?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        File.Delete(_file);
    }
}
