using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.Runs.Publishing;

/// <summary>A template read from a folder.</summary>
internal sealed record FolderTemplate(TenantId Tenant, ScriptSource Source);
