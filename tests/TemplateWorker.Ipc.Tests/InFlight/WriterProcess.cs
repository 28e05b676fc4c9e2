using System.Diagnostics;
using TemplateWorker.Ipc.Codec;
using TemplateWorker.Ipc.InFlight;

namespace TemplateWorker.Ipc.Tests.InFlight;

/// <summary>A process that writes to an in-flight file until the test that started it kills it.</summary>
internal sealed class WriterProcess : IDisposable
{
    /// <summary>Enters threads 0 and 2, leaves 2 again, then waits.</summary>
    public const string Wait = "wait";

    /// <summary>Enters and leaves both of two threads as fast as it can.</summary>
    public const string Churn = "churn";

    private readonly Process _process;

    private WriterProcess(Process process)
    {
        _process = process;
    }

    /// <summary>The slot and the attempt that <see cref="Churn"/> writes for an id, so that a test can tell a mixture of two.</summary>
    public static (int Slot, int Attempt) Of(long id) => ((int)(id * 31 % FieldLimits.Slots), (int)(id % 1_000_003));

    /// <summary>Starts the process and waits until it has written.</summary>
    public static async Task<WriterProcess> StartAsync(string role, string path)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(WriterProcess).Assembly.Location, role, path])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var started = new WriterProcess(Process.Start(start)!);
        (await started._process.StandardOutput.ReadLineAsync(CancellationToken.None)).ShouldBe("begun");
        return started;
    }

    /// <summary>Sends SIGKILL and waits until the process has ended.</summary>
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

    /// <summary>What the started process does.</summary>
    public static void Run(string role, string path)
    {
        using var writer = InFlightWriter.Open(path);
        if (role == Churn)
        {
            var other = new Thread(() => ChurnOn(writer, thread: 1)) { IsBackground = true };
            other.Start();
            ChurnOn(writer, thread: 0);
        }

        writer.Enter(0, 4095, 1L << 40, 2);
        writer.Enter(2, 7, 8, 0);
        writer.Leave(2);
        Console.WriteLine("begun");

        // Returns only when the test process has ended without killing this one.
        Console.Read();
    }

    private static void ChurnOn(InFlightWriter writer, int thread)
    {
        for (var id = 1L; ; id++)
        {
            var (slot, attempt) = Of(id);
            writer.Enter(thread, slot, id, attempt);
            if (id % 3 == 0)
            {
                writer.Leave(thread);
            }

            if (thread == 0 && id == 10_000)
            {
                Console.WriteLine("begun");
            }
        }
    }
}
