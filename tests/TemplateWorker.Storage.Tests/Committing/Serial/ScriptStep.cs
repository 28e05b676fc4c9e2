namespace TemplateWorker.Storage.Tests.Committing.Serial;

/// <summary>One thing that a made-up script does. What it writes depends on all that the script has read so far.</summary>
internal abstract record ScriptStep
{
    private static readonly string[] Keys = ["a", "b", "c", "k1", "k2", "k3", "k4"];

    private ScriptStep()
    {
    }

    public sealed record Get(string Key) : ScriptStep;

    public sealed record List(string Prefix, int Limit) : ScriptStep;

    public sealed record Put(string Key, int Add) : ScriptStep;

    public sealed record Increment(string Key) : ScriptStep;

    public sealed record Delete(string Key) : ScriptStep;

    public sealed record ReadState : ScriptStep;

    public sealed record WriteState(int Add) : ScriptStep;

    public static string SomeKey(Random random) => Keys[random.Next(Keys.Length)];

    /// <summary>Makes up a script. Listings come first: a run that lists behind its own writes is the worker's concern.</summary>
    public static IReadOnlyList<ScriptStep> SomeScript(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(3) / 2).Select(_ => new List(random.Next(2) == 0 ? "k" : string.Empty, random.Next(1, 6))),
        .. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Some(random)),
    ];

    private static ScriptStep Some(Random random) => random.Next(12) switch
    {
        0 or 1 or 2 => new Get(SomeKey(random)),
        3 or 4 => new Put(SomeKey(random), random.Next(100)),
        5 or 6 or 7 => new Increment(SomeKey(random)),
        8 or 9 => new Delete(SomeKey(random)),
        10 => new ReadState(),
        _ => new WriteState(random.Next(100)),
    };
}
