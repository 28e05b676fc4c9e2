using System.Text.Json;
using System.Text.Unicode;

namespace TemplateWorker.Api.Bodies;

/// <summary>
/// Reads a body that is one JSON object, strictly: unknown and repeated members, wrong types, anything behind the object,
/// and bytes that are not UTF-8 are refused. All methods throw <see cref="BadJsonException"/> or <see cref="JsonException"/>.
/// </summary>
internal ref struct JsonBodyReader
{
    /// <summary>How deep a value inside a body may nest.</summary>
    public const int MaxValueDepth = 100;

    private Utf8JsonReader _json;
    private int _seen;

    /// <param name="utf8">The whole body.</param>
    /// <param name="levels">The levels that the body adds around the deepest value.</param>
    public JsonBodyReader(ReadOnlySpan<byte> utf8, int levels)
    {
        RequireUtf8(utf8);
        _json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxValueDepth + levels });
    }

    /// <summary>The first byte of the current token.</summary>
    public readonly int Offset => (int)_json.TokenStartIndex;

    public static void RequireUtf8(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw new BadJsonException("The body is not well-formed UTF-8.", FirstBadByte(utf8));
        }
    }

    /// <summary>Enters the object that comes next.</summary>
    /// <param name="what">What it is, to begin a sentence.</param>
    public void ReadObject(string what)
    {
        _json.Read();
        Require(JsonTokenType.StartObject, $"{what} must be an object");
    }

    /// <summary>Goes to the next member of the body and says which of the known ones it is; -1 behind the last.</summary>
    public int ReadMember(ReadOnlySpan<string> known)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.EndObject)
        {
            // Finds what may be left behind the object.
            _json.Read();
            return -1;
        }

        for (var i = 0; i < known.Length; i++)
        {
            if (!_json.ValueTextEquals(known[i]))
            {
                continue;
            }

            if ((_seen & (1 << i)) != 0)
            {
                throw new BadJsonException($"The member \"{known[i]}\" is there twice.", Offset);
            }

            _seen |= 1 << i;
            return i;
        }

        throw new BadJsonException($"The body has a member that is not known; known are {string.Join(", ", known)}.", Offset);
    }

    /// <summary>Goes to the next entry of an object whose names are free; null behind the last.</summary>
    public string? ReadEntry()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.EndObject ? null : Text();
    }

    public string ReadString(string what)
    {
        _json.Read();
        Require(JsonTokenType.String, $"{what} must be a string");
        return Text();
    }

    public bool ReadBoolean(string what)
    {
        _json.Read();
        return _json.TokenType is JsonTokenType.True or JsonTokenType.False
            ? _json.GetBoolean()
            : throw new BadJsonException($"{what} must be true or false, was {Kind(_json.TokenType)}.", Offset);
    }

    /// <summary>An array of strings.</summary>
    public IReadOnlyList<string> ReadStrings(string what)
    {
        _json.Read();
        Require(JsonTokenType.StartArray, $"{what} must be an array");
        List<string> texts = [];
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            Require(JsonTokenType.String, $"Each of {what} must be a string");
            texts.Add(Text());
        }

        return texts;
    }

    public int ReadInt32(string what)
    {
        _json.Read();
        Require(JsonTokenType.Number, $"{what} must be a number");
        return _json.TryGetInt32(out var number)
            ? number
            : throw new BadJsonException($"{what} must be a whole number from {int.MinValue} to {int.MaxValue}.", Offset);
    }

    /// <summary>Passes over any value and says which bytes it has.</summary>
    public Range ReadValue()
    {
        _json.Read();
        var start = Offset;
        _json.Skip();
        return start..(int)_json.BytesConsumed;
    }

    private static int FirstBadByte(ReadOnlySpan<byte> utf8)
    {
        var offset = 0;
        while (System.Text.Rune.DecodeFromUtf8(utf8[offset..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            offset += consumed;
        }

        return offset;
    }

    private readonly string Text()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // All that can be wrong with the text of UTF-8 that is well-formed.
            throw new BadJsonException("The string has half of a surrogate pair.", Offset);
        }
    }

    private readonly void Require(JsonTokenType type, string rule)
    {
        if (_json.TokenType != type)
        {
            throw new BadJsonException($"{rule}, was {Kind(_json.TokenType)}.", Offset);
        }
    }

    private static string Kind(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };
}
