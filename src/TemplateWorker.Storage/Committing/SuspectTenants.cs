using System.Runtime.InteropServices;

namespace TemplateWorker.Storage.Committing;

/// <summary>
/// The tenants whose last commit a lock blocked, the database refused, or an error of ours ended. They commit alone, behind
/// the others, until one succeeds, so that no other tenant waits for them. Used by one thread.
/// </summary>
/// <remarks>
/// Each try at a lock that is still held costs the committer's thread the patience for it, which all its tenants wait. So the tries get
/// rarer as they get more patient, and a blocked tenant takes 2 % of the thread's time.
/// </remarks>
internal sealed class SuspectTenants(TimeProvider time)
{
    /// <summary>More tenants than this are not remembered: the groups then look for them again.</summary>
    public const int Most = 1_024;

    private const int ShareOfTime = 50;
    private const int MostDoublings = 4;

    private static readonly TimeSpan FirstPatience = TimeSpan.FromMilliseconds(2);

    private readonly Dictionary<TenantId, Suspect> _suspects = [];

    /// <summary>Whether the tenant commits alone.</summary>
    public bool Contains(TenantId tenant) => _suspects.ContainsKey(tenant);

    /// <summary>How long until it makes sense to try the tenant again; zero when it may be tried now.</summary>
    public TimeSpan UntilTry(TenantId tenant) =>
        _suspects.TryGetValue(tenant, out var suspect) && suspect.Pause - time.GetElapsedTime(suspect.Since) is { Ticks: > 0 } wait ? wait : TimeSpan.Zero;

    /// <summary>How long a try at the tenant may wait for a lock.</summary>
    public TimeSpan PatienceFor(TenantId tenant) =>
        FirstPatience * (1 << (_suspects.TryGetValue(tenant, out var suspect) ? Math.Min(suspect.Failures, MostDoublings) : 0));

    /// <summary>A lock blocked the tenant's run.</summary>
    /// <returns>How long until it is tried again.</returns>
    public TimeSpan NoteBlocked(TenantId tenant)
    {
        var pause = PatienceFor(tenant) * ShareOfTime;
        var failures = _suspects.GetValueOrDefault(tenant).Failures + 1;
        Put(tenant, new Suspect(failures, time.GetTimestamp(), pause));
        return pause;
    }

    /// <summary>The tenant's run was refused, or may be what the committer failed at.</summary>
    public void NoteRefused(TenantId tenant) => Put(tenant, new Suspect(0, time.GetTimestamp(), TimeSpan.Zero));

    /// <summary>A run of the tenant was committed.</summary>
    public void Forgive(TenantId tenant) => _suspects.Remove(tenant);

    private void Put(TenantId tenant, Suspect suspect)
    {
        if (_suspects.Count >= Most && !_suspects.ContainsKey(tenant))
        {
            _suspects.Clear();
        }

        _suspects[tenant] = suspect;
    }

    /// <param name="Failures">How often in a row a lock blocked it.</param>
    /// <param name="Since">When that was last, as a timestamp.</param>
    /// <param name="Pause">How long it is not tried from then on.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Suspect(int Failures, long Since, TimeSpan Pause);
}
