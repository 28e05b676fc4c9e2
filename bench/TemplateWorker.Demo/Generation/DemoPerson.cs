namespace TemplateWorker.Demo.Generation;

/// <summary>Somebody who belongs to a tenant of the demo.</summary>
/// <param name="Id">Unique over all tenants.</param>
/// <param name="Name">What others see; any script.</param>
/// <param name="Locale">A language tag, or null when unknown.</param>
/// <param name="Login">The person's name on the code forge.</param>
internal sealed record DemoPerson(string Id, string Name, string? Locale, string Login);
