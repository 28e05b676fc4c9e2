using TemplateWorker.Storage.History;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Logs;

namespace TemplateWorker.Console.Tenants;

/// <summary>A page of a tenant's history.</summary>
/// <param name="Filter">What was asked for.</param>
/// <param name="Runs">The newest first.</param>
/// <param name="Next">The address of the next page; null on the last one.</param>
internal sealed record HistoryModel(HistoryFilter Filter, IReadOnlyList<RecordedRun> Runs, string? Next);

/// <summary>A page of a tenant's log lines.</summary>
/// <param name="Filter">What was asked for.</param>
/// <param name="Lines">The newest first.</param>
/// <param name="Next">The address of the next page; null on the last one.</param>
internal sealed record LogModel(LogFilter Filter, IReadOnlyList<LogLine> Lines, string? Next);

/// <summary>A page of a tenant's keys.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Scopes">The scopes that they are under, separated by commas as they were typed in.</param>
/// <param name="Prefix">What the keys start with.</param>
/// <param name="Records">The keys.</param>
/// <param name="Next">The address of the next page; null on the last one.</param>
internal sealed record KeysModel(TenantId Tenant, string Scopes, string Prefix, IReadOnlyList<KeyRecord> Records, string? Next);
