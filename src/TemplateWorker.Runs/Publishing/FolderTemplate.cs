using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.Runs.Publishing;

/// <summary>One template as it was found in a folder.</summary>
internal sealed record FolderTemplate(TenantId Tenant, ScriptSource Source);
