using System.Runtime.InteropServices;

namespace TemplateWorker.Console.Text;

/// <summary>A part of a text that a tenant wrote.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="Kind">What it is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextPart(string Text, TextPartKind Kind);

/// <summary>What a part of a text is.</summary>
internal enum TextPartKind
{
    /// <summary>As the tenant wrote it.</summary>
    Plain,

    /// <summary>The name of a character that would not be seen.</summary>
    Mark,

    /// <summary>How much was left out.</summary>
    Cut,
}
