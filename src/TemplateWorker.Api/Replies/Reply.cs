using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace TemplateWorker.Api.Replies;

/// <summary>What a route answers: a status and, mostly, a JSON body.</summary>
/// <param name="Status">The HTTP status.</param>
internal abstract record Reply(int Status)
{
    /// <summary>A value as the body of a 200.</summary>
    public static Reply Ok<TValue>(TValue value, JsonTypeInfo<TValue> type) => new ValueReply<TValue>(StatusCodes.Status200OK, value, type);

    /// <summary>A value as the body of a 201.</summary>
    public static Reply Created<TValue>(TValue value, JsonTypeInfo<TValue> type) => new ValueReply<TValue>(StatusCodes.Status201Created, value, type);

    /// <summary>A value as the body of a 202.</summary>
    public static Reply Accepted<TValue>(TValue value, JsonTypeInfo<TValue> type) => new ValueReply<TValue>(StatusCodes.Status202Accepted, value, type);

    public virtual string ContentType => "application/json";

    public virtual bool HasBody => true;

    /// <summary>About how many bytes the body has, where it may be large; 0 where it is small.</summary>
    public virtual int SizeHint => 0;

    public virtual void AddHeaders(IHeaderDictionary headers)
    {
    }

    /// <summary>Writes the body, one JSON value. Not called when there is none.</summary>
    public abstract void Write(Utf8JsonWriter writer);
}
