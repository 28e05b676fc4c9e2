using Microsoft.Extensions.Logging;
using TemplateWorker.Storage.Logs;

namespace TemplateWorker.Runs.Logging;

/// <summary>Sends <c>console</c> output of templates to the worker's log, with tenant, template and run, and to the tenant's stored log.</summary>
/// <param name="writer">Stores the lines; null to store none.</param>
internal sealed partial class ScriptLogFactory(ILogger<ScriptLogFactory> logger, ScriptLogWriter? writer)
{
    public IScriptLog Create(TenantId tenant, string template, Guid? runId) => new RunLog(logger, writer, tenant, template, runId);

    private sealed class RunLog(ILogger logger, ScriptLogWriter? writer, TenantId tenant, string template, Guid? runId) : IScriptLog
    {
        public void Write(string level, string text)
        {
            using (logger.BeginScope(new RunScope(tenant.ToString(), template, runId?.ToString())))
            {
                Log.ScriptWrote(logger, LevelOf(level), text);
            }

            writer?.Write(tenant, template, runId, SeverityOf(level), text);
        }

        private static LogLevel LevelOf(string level) => level switch
        {
            "debug" => LogLevel.Debug,
            "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => LogLevel.Information,
        };

        private static LogSeverity SeverityOf(string level) => level switch
        {
            "debug" => LogSeverity.Debug,
            "warn" => LogSeverity.Warn,
            "error" => LogSeverity.Error,
            _ => LogSeverity.Info,
        };
    }
}
