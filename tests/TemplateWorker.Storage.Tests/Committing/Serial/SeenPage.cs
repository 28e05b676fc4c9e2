namespace TemplateWorker.Storage.Tests.Committing.Serial;

/// <summary>A page of keys as somebody saw it.</summary>
/// <param name="Numbers">The values in the order of the keys.</param>
/// <param name="Fingerprint">The database's fingerprint; empty in the model.</param>
/// <param name="Changes">The model's numbers of the changes that made the page, with the keys.</param>
internal sealed record SeenPage(IReadOnlyList<int> Numbers, string Fingerprint, string Changes);
