using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Siege;

/// <summary>One attack: the victims alone, then beside the attackers.</summary>
internal sealed class SiegePlay(RunningSupervisor supervisor, TimeProvider time)
{
    /// <param name="attack">What the attackers do.</param>
    /// <param name="count">How many attackers.</param>
    /// <param name="span">How long the victims are watched, before and during.</param>
    /// <param name="approach">How long neither is counted, so that what is cold gets warm and the attackers' first runs are under way.</param>
    public async Task<(VictimFigures Before, VictimFigures During, Attackers Attackers)> RunAsync(Attack attack, int count, TimeSpan span, TimeSpan approach)
    {
        var victims = new Victims(supervisor, time);
        await victims.PublishAsync();
        var attackers = new Attackers(supervisor, attack, count);
        await attackers.PublishAsync();
        await victims.SendAsync(approach);
        var before = await victims.SendAsync(span);
        using var stop = new CancellationTokenSource();
        var attacking = attackers.AttackAsync(stop.Token);
        await victims.SendAsync(approach);
        var during = await victims.SendAsync(span);
        await stop.CancelAsync();
        await attacking;
        return (before, during, attackers);
    }
}
