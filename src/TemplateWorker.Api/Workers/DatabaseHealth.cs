namespace TemplateWorker.Api.Workers;

/// <summary>How the database was when it was last looked at.</summary>
/// <param name="Database">Whether it answered.</param>
/// <param name="Schema">Whether its schema is this binary's.</param>
internal sealed record DatabaseHealth(CheckAnswer Database, CheckAnswer Schema);
