using Microsoft.AspNetCore.Http;

namespace TemplateWorker.Demo.Receiving;

/// <summary>
/// The book of what a receiver got, in the order of arrival. It answers some requests with 503 after it wrote them down, as a receiver does whose
/// answer is lost: those actions must come again. Thread-safe.
/// </summary>
internal sealed class ReceivedActions
{
    private const int OneInUnanswered = 50;

    private readonly Lock _gate = new();
    private readonly List<ReceivedAction> _actions = [];

    /// <summary>Writes an action down.</summary>
    /// <returns>The status of the answer.</returns>
    public int Take(byte[] body)
    {
        ReceivedAction action;
        try
        {
            action = ReceivedAction.Parse(body);
        }
        catch (FormatException)
        {
            return StatusCodes.Status400BadRequest;
        }

        lock (_gate)
        {
            _actions.Add(action);
            return _actions.Count % OneInUnanswered == 0 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent;
        }
    }

    /// <summary>Everything so far.</summary>
    public IReadOnlyList<ReceivedAction> ToList()
    {
        lock (_gate)
        {
            return [.. _actions];
        }
    }
}
