using TemplateWorker.Cli.Operator;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Cli.Access;

/// <summary>Show or change tokens, the audit log, or the suspension of a tenant, then exit.</summary>
/// <param name="Context">What all operator commands have in common.</param>
internal abstract record AccessCommand(OperatorContext Context) : OperatorCommand(Context);

/// <summary><c>tokens list</c>: show a page of tokens.</summary>
/// <param name="Context">What all operator commands have in common; it has no tenant.</param>
/// <param name="Tenant">Only its tokens; null for all.</param>
/// <param name="After">The last prefix of the page before; empty for the first page.</param>
/// <param name="Limit">The most that are shown.</param>
internal sealed record ListTokensCommand(OperatorContext Context, TenantId? Tenant, string After, int Limit) : AccessCommand(Context);

/// <summary><c>tokens create</c>: issue a token and show it once.</summary>
/// <param name="Context">What all operator commands have in common; it has no tenant.</param>
/// <param name="Draft">Checked.</param>
internal sealed record CreateTokenCommand(OperatorContext Context, TokenDraft Draft) : AccessCommand(Context);

/// <summary><c>tokens revoke</c>: make a token invalid.</summary>
/// <param name="Context">What all operator commands have in common; it has no tenant.</param>
/// <param name="Prefix">Which.</param>
internal sealed record RevokeTokenCommand(OperatorContext Context, string Prefix) : AccessCommand(Context);

/// <summary><c>tokens rotate</c>: issue a token in place of another one and show it once.</summary>
/// <param name="Context">What all operator commands have in common; it has no tenant.</param>
/// <param name="Prefix">Which is replaced.</param>
/// <param name="Overlap">How long it stays valid.</param>
/// <param name="ValidFor">How long the new one is valid; null for as long as the old one was to be.</param>
internal sealed record RotateTokenCommand(OperatorContext Context, string Prefix, TimeSpan Overlap, TimeSpan? ValidFor) : AccessCommand(Context);

/// <summary><c>audit list</c>: show a page of the audit log.</summary>
/// <param name="Context">What all operator commands have in common; it has no tenant.</param>
/// <param name="Filter">Which lines.</param>
internal sealed record ListAuditCommand(OperatorContext Context, AuditFilter Filter) : AccessCommand(Context);

/// <summary><c>audit list --csv</c>: write all lines that match as comma-separated values.</summary>
/// <param name="Context">What all operator commands have in common; it has no tenant.</param>
/// <param name="Filter">Which lines; its limit is that of one page.</param>
internal sealed record ExportAuditCommand(OperatorContext Context, AuditFilter Filter) : AccessCommand(Context);

/// <summary><c>tenants suspended</c>: show a page of the tenants that are suspended.</summary>
/// <param name="Context">What all operator commands have in common; it has no tenant.</param>
/// <param name="After">The last tenant of the page before; null for the first page.</param>
/// <param name="Limit">The most that are shown.</param>
internal sealed record ListSuspensionsCommand(OperatorContext Context, TenantId? After, int Limit) : AccessCommand(Context);

/// <summary><c>tenants show</c>: show whether the tenant is suspended.</summary>
/// <param name="Context">What all operator commands have in common.</param>
internal sealed record ShowSuspensionCommand(OperatorContext Context) : AccessCommand(Context);

/// <summary><c>tenants suspend</c>: refuse the tenant's events and have its queued work wait.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Reason">Checked.</param>
/// <param name="Until">When it ends by itself; null when it does not. Not checked to be in the future.</param>
internal sealed record SuspendTenantCommand(OperatorContext Context, string Reason, DateTimeOffset? Until) : AccessCommand(Context);

/// <summary><c>tenants resume</c>: end the tenant's suspension.</summary>
/// <param name="Context">What all operator commands have in common.</param>
internal sealed record ResumeTenantCommand(OperatorContext Context) : AccessCommand(Context);

/// <summary><c>tenants export</c>: write everything that the tenant has into a file.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="File">The file; one that is there is replaced.</param>
internal sealed record ExportTenantCommand(OperatorContext Context, string File) : AccessCommand(Context);

/// <summary><c>tenants import</c>: bring an export into the database.</summary>
/// <param name="Context">What all operator commands have in common; it has no tenant.</param>
/// <param name="File">The export.</param>
/// <param name="As">The tenant to import it as; null for its own.</param>
internal sealed record ImportTenantCommand(OperatorContext Context, string File, TenantId? As) : AccessCommand(Context);

/// <summary><c>tenants delete</c>: remove the tenant from every table.</summary>
/// <param name="Context">What all operator commands have in common.</param>
internal sealed record DeleteTenantCommand(OperatorContext Context) : AccessCommand(Context);
