using System.Text;
using Microsoft.AspNetCore.Http;
using TemplateWorker.Console.Look;

namespace TemplateWorker.Console.Serving;

/// <summary>Sends answers. Thread-safe.</summary>
internal sealed class ReplySender(PageRenderer renderer)
{
    private const string Html = "text/html; charset=utf-8";
    private const string UntilRestart = "private, max-age=3600";

    /// <param name="context">The request.</param>
    /// <param name="call">The same, once it was authorized; null for a refusal before that.</param>
    /// <param name="reply">The answer.</param>
    public async Task SendAsync(HttpContext context, PageCall? call, ConsoleReply reply)
    {
        var response = context.Response;
        SecurityHeaders.Write(response.Headers);
        switch (reply)
        {
            case ConsoleReply.Page page:
                response.StatusCode = page.Status;
                var frame = new PageFrame(page.Title, call?.Session?.FormToken, call?.Session is null ? null : call.Caller, context.Request.Path.Value!);
                await WriteAsync(context, Html, Encoding.UTF8.GetBytes(await renderer.PageAsync(frame, page.Component, page.Model)));
                break;
            case ConsoleReply.Fragment fragment:
                await WriteAsync(context, Html, Encoding.UTF8.GetBytes(await renderer.FragmentAsync(fragment.Component, fragment.Model)));
                break;
            case ConsoleReply.File file:
                response.Headers.CacheControl = UntilRestart;
                await WriteAsync(context, file.ContentType, file.Bytes);
                break;
            case ConsoleReply.SeeOther other:
                response.StatusCode = StatusCodes.Status303SeeOther;
                response.Headers.Location = other.Location;
                break;
            case ConsoleReply.Bare bare:
                response.StatusCode = bare.Status;
                break;
        }
    }

    private static async Task WriteAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> bytes)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
