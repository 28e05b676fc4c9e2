using TemplateWorker.Demo.Generation;

namespace TemplateWorker.Demo;

/// <summary>Writes the demo data anew.</summary>
internal static class GenerateDemoCommand
{
    /// <summary>Makes all events and writes them to a file, over what was there.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(string path)
    {
        using var file = File.Create(path);
        DemoEventFile.Write(file, DemoGenerator.Generate());
        Console.WriteLine($"{path}: {DemoGenerator.EventCount} events, {file.Length} bytes");
        return 0;
    }
}
