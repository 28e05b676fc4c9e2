using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Tests.Committing.Serial;

/// <summary>Idempotency entries of which only the key matters.</summary>
internal static class Entries
{
    public static IdempotencyEntry Of(string key) => new()
    {
        Key = key,
        Template = "t",
        EventId = Guid.NewGuid(),
        RequestHash = [1],
        Templates = ["t"],
        ResultJson = "1",
    };
}
