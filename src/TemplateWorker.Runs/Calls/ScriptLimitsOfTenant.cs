using TemplateWorker.JavaScript.Port;
using TemplateWorker.Storage;

namespace TemplateWorker.Runs.Calls;

/// <summary>The part of a tenant's limits that the engine enforces.</summary>
internal static class ScriptLimitsOfTenant
{
    public static ScriptLimits ToScriptLimits(this TenantLimits limits, IScriptPace? pace) => new()
    {
        WallTime = limits.WallTime,
        CpuTime = limits.CpuTime,
        HeapBytes = limits.HeapBytes,
        ResultBytes = limits.ResultBytes,
        Pace = pace,
    };
}
