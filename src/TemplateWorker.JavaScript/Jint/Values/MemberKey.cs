using System.Globalization;
using TemplateWorker.JavaScript.Conventions;

namespace TemplateWorker.JavaScript.Jint.Values;

/// <summary>The key of a value in its container, as a step of the path that errors show.</summary>
/// <param name="Name">Of a property; null for an element.</param>
/// <param name="Index">Of an element; negative for what a <c>toJSON</c> returned, which adds nothing to the path.</param>
internal readonly record struct MemberKey(string? Name, long Index)
{
    private const int MaxShown = 64;

    public static MemberKey Same { get; } = new(null, -1);

    public static MemberKey Of(string name) => new(name, 0);

    public static MemberKey Of(long index) => new(null, index);

    /// <summary>The key as <c>toJSON</c> gets it.</summary>
    public string Text => Name ?? (Index < 0 ? "null" : Index.ToString(CultureInfo.InvariantCulture));

    /// <summary><c>.name</c>, <c>[3]</c> or <c>["other name"]</c>.</summary>
    public string Step =>
        Name is null ? Index < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"[{Index}]")
        : IsIdentifier(Name) ? "." + Name
        : "[" + StorableText.Quote(Excerpt.Of(Name, MaxShown)) + "]";

    public static bool IsIdentifier(string name)
    {
        if (name.Length is 0 or > MaxShown)
        {
            return false;
        }

        for (var index = 0; index < name.Length; index++)
        {
            var isLetter = char.IsAsciiLetter(name[index]) || name[index] is '_' or '$' or > '\x7F';
            if (!isLetter && !(index > 0 && char.IsAsciiDigit(name[index])))
            {
                return false;
            }
        }

        return true;
    }
}
