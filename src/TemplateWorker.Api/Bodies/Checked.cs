using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Bodies;

/// <summary>A value that was read, or the problem with it.</summary>
/// <param name="Value">Meaningless when there is a problem.</param>
/// <param name="Problem">Null when the value is good.</param>
internal readonly record struct Checked<TValue>(TValue Value, Problem? Problem)
{
    public static implicit operator Checked<TValue>(TValue value) => new(value, null);

    public static implicit operator Checked<TValue>(Problem problem) => new(default!, problem);
}
