namespace TemplateWorker.Api.Workers;

/// <summary>One check.</summary>
/// <param name="Ok">Whether it passes.</param>
/// <param name="Detail">What is wrong; null when nothing is.</param>
internal sealed record CheckAnswer(bool Ok, string? Detail)
{
    public static readonly CheckAnswer Passed = new(true, null);
}
