using System.Globalization;
using System.Runtime.InteropServices;

namespace TemplateWorker.Storage.Usage;

/// <summary>How much of a quota a tenant uses.</summary>
/// <param name="Quota">Of what.</param>
/// <param name="Used">Before what is asked for.</param>
/// <param name="More">What is asked for; 0 for nothing.</param>
/// <param name="Limit">The most.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct QuotaUse(Quota Quota, long Used, long More, long Limit)
{
    /// <summary>The reason of a run, or of a parked lane, that needs more than the quota has.</summary>
    public const string Reason = "QuotaExceeded";

    /// <summary>Whether what is asked for does not fit. A request for nothing more is never over, however much there is.</summary>
    public bool IsOver => More > 0 && Used + More > Limit;

    /// <summary>Whether what is asked for takes the use to four fifths of the quota, or past it.</summary>
    public bool Nears => More > 0 && Used < NearFrom && Used + More >= NearFrom;

    /// <summary>Whether four fifths of the quota are used.</summary>
    public bool IsNear => NearFrom > 0 && Used >= NearFrom;

    /// <summary>The quota's key in the section <c>limits</c> of the configuration.</summary>
    public string Name => Quota switch
    {
        Quota.Keys => "keys",
        Quota.Storage => "storage",
        Quota.DeadLetters => "dead_letters",
        Quota.DeadLetterBytes => "dead_letter_bytes",
        Quota.QueuedDeliveries => "queued_deliveries",
        Quota.Schedules => "schedules",
        Quota.Templates => "templates",
        Quota.WaitingActions => "waiting_actions",
        Quota.WaitingActionBytes => "waiting_action_bytes",
        _ => "template_versions",
    };

    /// <summary>Says, for the tenant, of what there is how much, what the limit is, and what to do.</summary>
    public string Explanation => string.Create(
        CultureInfo.InvariantCulture, $"The tenant keeps {Used} {Unit}, and {More} more would exceed limits.{Name} ({Limit}). {Remedy}");

    // As the statements do it; that of a few is all of them.
    private long NearFrom => Limit - (Limit / 5);

    private string Unit => Quota switch
    {
        Quota.Storage => "bytes of keys and values",
        Quota.DeadLetterBytes => "bytes of dead letters",
        _ => Name.Replace('_', ' '),
    };

    private string Remedy => Quota switch
    {
        Quota.Keys or Quota.Storage => "Delete keys or let them expire, or ask the operator for a higher limit.",
        Quota.DeadLetters or Quota.DeadLetterBytes => "Replay or drop dead letters, or ask the operator for a higher limit.",
        _ => "Remove some, or ask the operator for a higher limit.",
    };
}
