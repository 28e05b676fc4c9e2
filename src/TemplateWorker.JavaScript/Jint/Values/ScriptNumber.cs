using System.Globalization;
using Jint.Native;
using Jint.Runtime;

namespace TemplateWorker.JavaScript.Jint.Values;

/// <summary>Numbers as the language writes them, which is also how JSON writes the finite ones.</summary>
internal static class ScriptNumber
{
    public static string ToText(double number) =>
        number is >= int.MinValue and <= int.MaxValue && (int)number is var whole && whole == number
            ? whole.ToString(CultureInfo.InvariantCulture)
            : TypeConverter.ToString(JsNumber.Create(number));
}
