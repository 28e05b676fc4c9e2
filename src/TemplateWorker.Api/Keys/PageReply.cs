using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Keys;

/// <summary>A page of keys.</summary>
/// <remarks>A caller that reads slowly keeps the answer alive, so the page is let go once it has been written as JSON.</remarks>
internal sealed record PageReply : Reply
{
    /// <summary>Quotes, names of members and times of a key, its name apart.</summary>
    private const int BytesBesideValue = 256;

    private readonly Action _written;
    private KeyPageAnswer? _page;

    /// <param name="page">The page.</param>
    /// <param name="written">Called once the page is in its JSON form.</param>
    public PageReply(KeyPageAnswer page, Action written)
        : base(StatusCodes.Status200OK)
    {
        (_page, _written) = (page, written);
        SizeHint = page.Items.Sum(item => item.Key.Length + item.Value.Text.Length + BytesBesideValue);
    }

    public override int SizeHint { get; }

    public override void Write(Utf8JsonWriter writer)
    {
        try
        {
            JsonSerializer.Serialize(writer, _page!, KeysJson.Default.KeyPageAnswer);
        }
        finally
        {
            _page = null;
            _written();
        }
    }
}
