using TemplateWorker.Ipc.Tests.Stage;

namespace TemplateWorker.Ipc.Tests;

/// <summary>Plays a worker on a stage until it is killed: see <see cref="StageActor"/>.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        StageActor.Play(args[0], args[1]);
        return 0;
    }
}
