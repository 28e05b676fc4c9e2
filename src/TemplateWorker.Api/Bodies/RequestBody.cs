using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Bodies;

/// <summary>Reads a JSON body into rented memory, and no more of it than it may have.</summary>
internal static class RequestBody
{
    /// <summary>What is rented on the word of a caller alone.</summary>
    private const int FirstBytes = 64 << 10;

    private const int UnknownLengthBytes = 4 << 10;

    /// <exception cref="BadHttpRequestException">The body broke off, or is slower or larger than the server allows at all.</exception>
    public static ValueTask<BodyRead> ReadAsync(HttpRequest request, BodyLimit limit, BodyShare share, CancellationToken cancellationToken) =>
        ReadAsync(request, JsonContentType.Fault(request.Headers), limit, share, cancellationToken);

    /// <summary>The same for a body of one JSON value a line.</summary>
    /// <exception cref="BadHttpRequestException">The body broke off, or is slower or larger than the server allows at all.</exception>
    public static ValueTask<BodyRead> ReadLinesAsync(HttpRequest request, BodyLimit limit, BodyShare share, CancellationToken cancellationToken) =>
        ReadAsync(request, JsonContentType.FaultOfLines(request.Headers), limit, share, cancellationToken);

    private static async ValueTask<BodyRead> ReadAsync(
        HttpRequest request, string? typeFault, BodyLimit limit, BodyShare share, CancellationToken cancellationToken)
    {
        if (typeFault is not null)
        {
            return new BodyRead(null, new Problem(ProblemKinds.UnsupportedMediaType, typeFault));
        }

        if (request.ContentLength > limit.Bytes)
        {
            return new BodyRead(null, Problem.TooLarge("The body", limit.Name, limit.Bytes, request.ContentLength));
        }

        var bytes = new PooledBytes(
            (int)Math.Clamp(request.ContentLength ?? UnknownLengthBytes, 1, FirstBytes), (int)(request.ContentLength ?? 0), share);
        Problem? problem = null;
        var isRead = false;
        try
        {
            problem = await FillAsync(bytes, request, limit, cancellationToken);
            isRead = problem is null;
        }
        finally
        {
            if (!isRead)
            {
                bytes.Dispose();
            }
        }

        return isRead ? new BodyRead(bytes, null) : new BodyRead(null, problem);
    }

    private static async ValueTask<Problem?> FillAsync(PooledBytes bytes, HttpRequest request, BodyLimit limit, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (bytes.Length + result.Buffer.Length > limit.Bytes)
            {
                reader.AdvanceTo(result.Buffer.End);
                return Problem.TooLarge("The body", limit.Name, limit.Bytes, null);
            }

            var answer = bytes.Append(result.Buffer);
            reader.AdvanceTo(result.Buffer.End);
            if (answer != BudgetAnswer.Taken)
            {
                return BodyBudgets.Refusal(answer);
            }

            if (result.IsCompleted)
            {
                return null;
            }
        }
    }
}

/// <summary>A body, or why there is none: exactly one of the two is there.</summary>
/// <param name="Bytes">The reader's own, to be disposed.</param>
/// <param name="Problem">What to answer instead.</param>
internal readonly record struct BodyRead(PooledBytes? Bytes, Problem? Problem);

/// <summary>How large a body may be.</summary>
/// <param name="Name">The limit in the configuration that it follows from.</param>
/// <param name="Bytes">The most bytes of the whole body.</param>
internal readonly record struct BodyLimit(string Name, int Bytes);
