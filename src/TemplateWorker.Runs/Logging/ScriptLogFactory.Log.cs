using Microsoft.Extensions.Logging;

namespace TemplateWorker.Runs.Logging;

internal sealed partial class ScriptLogFactory
{
    private static partial class Log
    {
        [LoggerMessage(EventId = 5201, Message = "{Text}")]
        public static partial void ScriptWrote(ILogger logger, LogLevel level, string text);
    }
}
