using TemplateWorker.Ipc.Tests.InFlight;

namespace TemplateWorker.Ipc.Tests;

/// <summary>Runs as the process that some tests start and kill: see <see cref="WriterProcess"/>.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        WriterProcess.Run(args[0], args[1]);
        return 0;
    }
}
