namespace TemplateWorker.Storage.Due;

/// <summary>What a pass over the expired keys did.</summary>
/// <param name="Due">How many were found expired.</param>
/// <param name="Settled">How many of them this pass dealt with; the others were written meanwhile, or another pass was first.</param>
/// <param name="Deliveries">How many deliveries were made.</param>
public sealed record ExpiredKeys(int Due, int Settled, int Deliveries);
