namespace TemplateWorker.Api.Workers;

/// <summary>What readiness is made of.</summary>
/// <param name="Database">Whether the database answers.</param>
/// <param name="Schema">Whether it has exactly the migrations of this binary.</param>
/// <param name="Workers">Whether every worker is ready.</param>
internal sealed record ReadinessChecks(CheckAnswer Database, CheckAnswer Schema, CheckAnswer Workers);
