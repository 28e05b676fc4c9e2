using System.Text.Encodings.Web;
using System.Text.Json;

namespace TemplateWorker.MeasuredOperations;

/// <summary><c>bench/budgets.json</c>: the most bytes that each operation may allocate.</summary>
internal static class BudgetFile
{
    // A tenth more than was measured: a patch of the runtime may change some bytes; one more object in a small operation still shows.
    private const int HeadroomDivisor = 10;
    private const int Alignment = 8;

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="JsonException">The file is not an object of numbers.</exception>
    public static IReadOnlyDictionary<string, long> Read(string path) =>
        JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(path)) ?? throw new JsonException($"{path} holds null.");

    public static void Write(string path, IReadOnlyDictionary<string, long> measured)
    {
        var budgets = measured.ToDictionary(operation => operation.Key, operation => BudgetFor(operation.Value), StringComparer.Ordinal);
        File.WriteAllText(path, JsonSerializer.Serialize(budgets, Format) + "\n");
    }

    private static long BudgetFor(long measured)
    {
        var withHeadroom = measured + (measured / HeadroomDivisor);
        return (withHeadroom + Alignment - 1) / Alignment * Alignment;
    }
}
