using System.Diagnostics;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Ipc.Stage;

namespace TemplateWorker.Ipc.Tests.Stage;

/// <summary>A process of its own that writes to a stage, to be killed by the test that started it.</summary>
internal sealed class StageActor : IDisposable
{
    /// <summary>Enters threads 0 and 2, leaves 2 again, then waits.</summary>
    public const string Wait = "wait";

    /// <summary>Enters and leaves both of two threads as fast as it can.</summary>
    public const string Churn = "churn";

    private readonly Process _process;

    private StageActor(Process process)
    {
        _process = process;
    }

    /// <summary>What <see cref="Churn"/> enters is made of one number, so that a mixture of two shows.</summary>
    public static (int Slot, int Attempt) Of(long id) => ((int)(id * 31 % MessageLimits.Slots), (int)(id % 1_000_003));

    /// <summary>Starts the actor and waits until it has begun.</summary>
    public static async Task<StageActor> StartAsync(string role, string path)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(StageActor).Assembly.Location, role, path])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var actor = new StageActor(Process.Start(start)!);
        (await actor._process.StandardOutput.ReadLineAsync(CancellationToken.None)).ShouldBe("begun");
        return actor;
    }

    /// <summary>Sends SIGKILL and waits for the end.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    /// <summary>The actor's side.</summary>
    public static void Play(string role, string path)
    {
        using var stage = StageWriter.Open(path);
        if (role == Churn)
        {
            var other = new Thread(() => ChurnOn(stage, thread: 1)) { IsBackground = true };
            other.Start();
            ChurnOn(stage, thread: 0);
        }

        stage.Enter(0, 4095, 1L << 40, 2);
        stage.Enter(2, 7, 8, 0);
        stage.Leave(2);
        Console.WriteLine("begun");

        // Until it is killed, or whoever started it is gone.
        Console.Read();
    }

    private static void ChurnOn(StageWriter stage, int thread)
    {
        for (var id = 1L; ; id++)
        {
            var (slot, attempt) = Of(id);
            stage.Enter(thread, slot, id, attempt);
            if (id % 3 == 0)
            {
                stage.Leave(thread);
            }

            if (thread == 0 && id == 10_000)
            {
                Console.WriteLine("begun");
            }
        }
    }
}
