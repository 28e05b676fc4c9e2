namespace TemplateWorker.JavaScript.Web;

/// <summary>What the scripts of this folder ask of the host. Bytes are base64 where they cross as text.</summary>
internal enum WebFunction
{
    /// <summary>(text) → its bytes in UTF-8.</summary>
    Encode,

    /// <summary>(bytes, <c>fatal</c> or null) → the text; null when it is fatal that they are not UTF-8.</summary>
    Decode,

    /// <summary>(text) → the bytes of base64 as characters up to U+00FF; null when it is no base64.</summary>
    FromBase64,

    /// <summary>(characters up to U+00FF) → base64; null when there is another character.</summary>
    ToBase64,

    /// <summary>(number of bytes) → random bytes.</summary>
    Random,

    /// <summary>() → a random UUID.</summary>
    Uuid,

    /// <summary>(hash, key or null) → null; begins a digest, or a signature when there is a key.</summary>
    HashStart,

    /// <summary>(bytes) → null.</summary>
    HashAppend,

    /// <summary>() → the digest or the signature.</summary>
    HashFinish,

    /// <summary>(bytes, bytes of the same length) → <c>true</c> or null, in the same time.</summary>
    Equal,

    /// <summary>(url, base or null) → the parts as a JSON object; null when it is no URL.</summary>
    ParseUrl,

    /// <summary>(url, part, value) → the parts as a JSON object.</summary>
    ChangeUrl,

    /// <summary>(query) → names and values in turn, as a JSON array.</summary>
    ParseQuery,

    /// <summary>(text) → in the form of a query.</summary>
    EncodeForm,
}
