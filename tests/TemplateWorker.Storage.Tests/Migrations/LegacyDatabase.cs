using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations;

/// <summary>Anti-Raid databases at each point of the five migrations, from the scripts in <c>Legacy/</c>.</summary>
internal static class LegacyDatabase
{
    /// <summary>How many of the five a database may have had.</summary>
    public const int LastPoint = 5;

    /// <summary>Makes a database in which the other program has applied the first <paramref name="point"/> migrations.</summary>
    public static async Task<TestDatabase> CreateAsync(int point)
    {
        var test = await TestDatabase.CreateEmptyAsync();
        foreach (var script in Scripts().TakeWhile(name => name[0] - '0' <= point))
        {
            using var reader = new StreamReader(typeof(LegacyDatabase).Assembly.GetManifestResourceStream(script)!);
            await test.ExecuteAsync(await reader.ReadToEndAsync());
        }

        return test;
    }

    private static IEnumerable<string> Scripts() => typeof(LegacyDatabase).Assembly.GetManifestResourceNames()
        .Where(name => name.EndsWith(".sql", StringComparison.Ordinal) && char.IsAsciiDigit(name[0]))
        .Order(StringComparer.Ordinal);
}
