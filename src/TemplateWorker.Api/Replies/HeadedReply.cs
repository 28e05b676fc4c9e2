using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TemplateWorker.Api.Replies;

/// <summary>An answer with further headers.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Headers">Names and values.</param>
internal sealed record HeadedReply(Reply Answer, IReadOnlyList<(string Name, string Value)> Headers) : Reply(Answer.Status)
{
    public override string ContentType => Answer.ContentType;

    public override bool HasBody => Answer.HasBody;

    public override int SizeHint => Answer.SizeHint;

    public override void AddHeaders(IHeaderDictionary headers)
    {
        Answer.AddHeaders(headers);
        foreach (var (name, value) in Headers)
        {
            headers[name] = value;
        }
    }

    public override void Write(Utf8JsonWriter writer) => Answer.Write(writer);
}
