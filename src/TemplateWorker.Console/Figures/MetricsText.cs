using System.Globalization;
using System.Text;

namespace TemplateWorker.Console.Figures;

/// <summary>Reads Prometheus' text format, as the server itself writes it. Pure.</summary>
internal static class MetricsText
{
    /// <summary>The samples whose names begin with a prefix, in order. Lines of another form are left out.</summary>
    public static IEnumerable<MetricSample> Samples(string text, string prefix) => text.Split('\n')
        .Where(line => line.StartsWith(prefix, StringComparison.Ordinal))
        .Select(Sample)
        .OfType<MetricSample>();

    private static MetricSample? Sample(string line)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        var end = line.AsSpan().IndexOfAny('{', ' ');
        if (end < 0)
        {
            return null;
        }

        var name = line[..end];
        if (line[end] == '{' && !TryReadLabels(line, ref end, labels))
        {
            return null;
        }

        // A time may follow.
        var value = line[end..].TrimStart().Split(' ')[0];
        return double.TryParse(value is "+Inf" ? "Infinity" : value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new MetricSample(name, labels, number)
            : null;
    }

    // From the opening brace to behind the closing one.
    private static bool TryReadLabels(string line, ref int position, Dictionary<string, string> labels)
    {
        position++;
        while (position < line.Length && line[position] != '}')
        {
            var equals = line.IndexOf("=\"", position, StringComparison.Ordinal);
            if (equals < 0)
            {
                return false;
            }

            var name = line[position..equals].TrimStart(',');
            var value = new StringBuilder();
            for (position = equals + 2; position < line.Length && line[position] != '"'; position++)
            {
                if (line[position] == '\\' && position + 1 < line.Length)
                {
                    position++;
                    value.Append(line[position] == 'n' ? '\n' : line[position]);
                }
                else
                {
                    value.Append(line[position]);
                }
            }

            labels[name] = value.ToString();
            position++;
        }

        position++;
        return position <= line.Length;
    }
}
