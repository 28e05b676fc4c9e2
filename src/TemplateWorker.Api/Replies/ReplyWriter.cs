using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace TemplateWorker.Api.Replies;

/// <summary>Writes answers, each with its length and in one piece. Safe for concurrent use.</summary>
internal sealed class ReplyWriter
{
    private const int MaxKeptBuffers = 256;

    private readonly ConcurrentQueue<ReplyBuffer> _buffers = new();

    public Task WriteAsync(HttpResponse response, Reply reply)
    {
        response.StatusCode = reply.Status;
        reply.AddHeaders(response.Headers);
        return reply.HasBody ? WriteBodyAsync(response, reply) : Task.CompletedTask;
    }

    private async Task WriteBodyAsync(HttpResponse response, Reply reply)
    {
        if (!_buffers.TryDequeue(out var buffer))
        {
            buffer = new ReplyBuffer();
        }

        reply.Write(buffer.Writer);
        buffer.Writer.Flush();
        response.ContentType = reply.ContentType;
        response.ContentLength = buffer.Written.Length;
        // Not cancelled when the caller disconnects: the work is already done.
        await response.BodyWriter.WriteAsync(buffer.Written, CancellationToken.None);
        if (_buffers.Count < MaxKeptBuffers && buffer.Clear())
        {
            _buffers.Enqueue(buffer);
        }
    }
}
