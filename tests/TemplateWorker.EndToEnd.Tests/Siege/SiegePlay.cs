using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Siege;

/// <summary>One attack: the victims alone, then beside the attackers.</summary>
internal sealed class SiegePlay(RunningSupervisor supervisor, TimeProvider time)
{
    /// <summary>Long enough for the attackers' first runs to be under way.</summary>
    private static readonly TimeSpan Approach = TimeSpan.FromSeconds(2);

    public async Task<(VictimFigures Before, VictimFigures During, Attackers Attackers)> RunAsync(Attack attack, int count, TimeSpan span)
    {
        var victims = new Victims(supervisor, time);
        await victims.PublishAsync();
        var attackers = new Attackers(supervisor, attack, count);
        await attackers.PublishAsync();
        await victims.SendAsync(Approach);
        var before = await victims.SendAsync(span);
        using var stop = new CancellationTokenSource();
        var attacking = attackers.AttackAsync(stop.Token);
        await victims.SendAsync(Approach);
        var during = await victims.SendAsync(span);
        await stop.CancelAsync();
        await attacking;
        return (before, during, attackers);
    }
}
