namespace TemplateWorker.Administration;

/// <summary>Comma-separated values (RFC 4180).</summary>
internal static class CsvLine
{
    /// <summary>One line, without its end. Null is an empty field.</summary>
    public static string Of(IEnumerable<string?> fields) => string.Join(',', fields.Select(Field));

    private static string Field(string? value)
    {
        // A spreadsheet takes such a text as a formula, and tenants choose some of these texts.
        var text = value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{value}" : value ?? "";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
