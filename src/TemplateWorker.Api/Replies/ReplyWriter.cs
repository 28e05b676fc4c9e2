using System.Collections.Concurrent;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace TemplateWorker.Api.Replies;

/// <summary>
/// Writes answers, each with its length. A large one is written in parts as fast as its caller reads, so that its bytes are not held twice; the
/// large ones that wait for their callers have a bound. Safe for concurrent use.
/// </summary>
internal sealed class ReplyWriter
{
    private const int MaxKeptBuffers = 256;

    /// <summary>Larger answers count against <see cref="MaxWaitingBytes"/>, and are written in parts of this size.</summary>
    private const int PartBytes = 64 << 10;

    /// <summary>Bytes of large answers that may wait for their callers.</summary>
    private const long MaxWaitingBytes = 128L << 20;

    private readonly ConcurrentQueue<ReplyBuffer> _buffers = new();
    private long _waitingBytes;

    /// <summary>Whether there is no room for another large answer.</summary>
    public bool IsFull => Interlocked.Read(ref _waitingBytes) >= MaxWaitingBytes;

    public Task WriteAsync(HttpResponse response, Reply reply)
    {
        response.StatusCode = reply.Status;
        reply.AddHeaders(response.Headers);
        return reply.HasBody ? WriteBodyAsync(response, reply) : Task.CompletedTask;
    }

    // Not cancelled when the caller disconnects: the work is already done.
    private async ValueTask WriteAsync(PipeWriter body, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length <= PartBytes)
        {
            await body.WriteAsync(bytes, CancellationToken.None);
            return;
        }

        Interlocked.Add(ref _waitingBytes, bytes.Length);
        try
        {
            var result = default(FlushResult);
            for (var start = 0; start < bytes.Length && !result.IsCompleted; start += PartBytes)
            {
                result = await body.WriteAsync(bytes.Slice(start, Math.Min(PartBytes, bytes.Length - start)), CancellationToken.None);
            }
        }
        finally
        {
            Interlocked.Add(ref _waitingBytes, -bytes.Length);
        }
    }

    private async Task WriteBodyAsync(HttpResponse response, Reply reply)
    {
        if (!_buffers.TryDequeue(out var buffer))
        {
            buffer = new ReplyBuffer();
        }

        buffer.Reserve(reply.SizeHint);
        reply.Write(buffer.Writer);
        buffer.Writer.Flush();
        response.ContentType = reply.ContentType;
        response.ContentLength = buffer.Written.Length;
        await WriteAsync(response.BodyWriter, buffer.Written);
        if (_buffers.Count < MaxKeptBuffers && buffer.Clear())
        {
            _buffers.Enqueue(buffer);
        }
    }
}
