using Microsoft.Extensions.Logging;
using TemplateWorker.Telemetry;
using TemplateWorker.Templates.Transactions;

namespace TemplateWorker.Templates;

/// <summary>Sends what templates write with <c>console</c> to the worker's log, with tenant, template and run.</summary>
internal sealed partial class ScriptLogFactory(ILogger<ScriptLogFactory> logger)
{
    public IScriptLog Create(TenantId tenant, string template, Guid? runId) => new RunLog(logger, tenant, template, runId);

    private sealed class RunLog(ILogger logger, TenantId tenant, string template, Guid? runId) : IScriptLog
    {
        public void Write(string level, string text)
        {
            using (logger.BeginScope(new RunScope(tenant.ToString(), template, runId?.ToString())))
            {
                Log.ScriptWrote(logger, LevelOf(level), text);
            }
        }

        private static LogLevel LevelOf(string level) => level switch
        {
            "debug" => LogLevel.Debug,
            "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => LogLevel.Information,
        };
    }
}
