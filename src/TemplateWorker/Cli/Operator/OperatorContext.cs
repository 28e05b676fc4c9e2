namespace TemplateWorker.Cli.Operator;

/// <summary>What every command for operators says.</summary>
/// <param name="ConfigPath">The configuration file.</param>
/// <param name="Log">What the flags say about the log.</param>
/// <param name="IsJson">Whether to print JSON, as the HTTP API answers it, instead of a table.</param>
/// <param name="Tenant">Whose data.</param>
internal sealed record OperatorContext(string ConfigPath, LogFlags Log, bool IsJson, TenantId Tenant);
