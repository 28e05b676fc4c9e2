namespace TemplateWorker.JavaScript.Tests.Hostile;

/// <summary>The attacks, by what they attack.</summary>
internal static class HostileGroup
{
    public const string Loops = "loops";
    public const string Floods = "floods";
    public const string Allocations = "allocations";
    public const string Stacks = "stacks";
    public const string Sources = "sources";
    public const string RegularExpressions = "regular-expressions";
    public const string BuiltIns = "built-ins";
    public const string HostBoundary = "host-boundary";

    public static readonly IReadOnlyList<string> All = [Loops, Floods, Allocations, Stacks, Sources, RegularExpressions, BuiltIns, HostBoundary];

    public static IReadOnlyList<HostileScript> Of(string group) => [.. Scripts(group).Select(KnownCosts.Marked)];

    private static IReadOnlyList<HostileScript> Scripts(string group) => group switch
    {
        Loops => Hostile.Loops.All,
        Floods => Hostile.Floods.All,
        Allocations => Hostile.Allocations.All,
        Stacks => Hostile.Stacks.All,
        Sources => Hostile.Sources.All,
        RegularExpressions => Hostile.RegularExpressions.All,
        BuiltIns => Hostile.BuiltIns.All,
        HostBoundary => Hostile.HostBoundary.All,
        _ => throw new ArgumentOutOfRangeException(nameof(group), group, "There is no such group."),
    };
}
