using System.Runtime.ExceptionServices;

namespace TemplateWorker.JavaScript.Tests.Support;

/// <summary>A thread as the workers have them: scripts need a deep stack.</summary>
internal static class ScriptThread
{
    public const int StackBytes = 16 * 1024 * 1024;

    public static void Run(Action test)
    {
        ExceptionDispatchInfo? fault = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    test();
                }
                catch (Exception exception)
                {
                    fault = ExceptionDispatchInfo.Capture(exception);
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
        fault?.Throw();
    }
}
