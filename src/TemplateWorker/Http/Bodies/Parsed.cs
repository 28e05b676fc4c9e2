using TemplateWorker.Http.Problems;

namespace TemplateWorker.Http.Bodies;

/// <summary>A value that was read, or what is wrong with it.</summary>
/// <param name="Value">Meaningless when there is a problem.</param>
/// <param name="Problem">Null when the value is good.</param>
internal readonly record struct Parsed<TValue>(TValue Value, Problem? Problem)
{
    public static implicit operator Parsed<TValue>(TValue value) => new(value, null);

    public static implicit operator Parsed<TValue>(Problem problem) => new(default!, problem);
}
