using System.Globalization;

namespace TemplateWorker.Console.Figures;

/// <summary>A line of values over time, for a drawing of <see cref="Width"/> × <see cref="Height"/>. Pure.</summary>
internal static class Sparkline
{
    public const int Width = 240;
    public const int Height = 48;

    /// <summary>The points of a polyline; empty for fewer than two values.</summary>
    /// <param name="values">Each with its age, the oldest first.</param>
    /// <param name="window">The age of the left edge.</param>
    /// <param name="most">The value of the upper edge.</param>
    public static string Points(IReadOnlyList<(TimeSpan Age, double Value)> values, TimeSpan window, double most) => values.Count < 2
        ? string.Empty
        : string.Join(' ', values.Select(value => string.Create(
            CultureInfo.InvariantCulture,
            $"{Width * (1 - Math.Clamp(value.Age / window, 0, 1)):0.#},{Height - ((Height - 2) * (most > 0 ? value.Value / most : 0)) - 1:0.#}")));
}
