using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TemplateWorker.Console.Serving;

/// <summary>Reads the forms of our pages, which have no files.</summary>
internal static class PageForm
{
    private const int MaxBytes = 256 << 10;

    private static readonly FormOptions Options = new() { ValueCountLimit = 4_000, KeyLengthLimit = 64, ValueLengthLimit = 4_096 };

    /// <summary>The fields; null when it is no form, or too large.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxBytes;
        try
        {
            return await context.Request.ReadFormAsync(Options, context.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }
}
