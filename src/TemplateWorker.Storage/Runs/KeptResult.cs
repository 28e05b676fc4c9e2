using System.Text;

namespace TemplateWorker.Storage.Runs;

/// <summary>What a handler returned for a stored event, as far as it is kept.</summary>
/// <param name="Json">As JSON text; null when it is larger than the tenant's limit, and so is left out.</param>
/// <param name="Bytes">Its size in UTF-8, whether it is left out or not.</param>
public sealed record KeptResult(string? Json, int Bytes)
{
    /// <summary>Keeps a result that is not too large.</summary>
    /// <param name="json">The result; null when the handler returned nothing.</param>
    /// <param name="most">The most bytes that are kept.</param>
    /// <returns>Null when there is nothing to keep.</returns>
    public static KeptResult? Of(string? json, int most)
    {
        if (json is null)
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetByteCount(json);
        return new KeptResult(bytes <= most ? json : null, bytes);
    }
}
