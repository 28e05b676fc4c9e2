using System.Globalization;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;
using Jint.Runtime;
using TemplateWorker.JavaScript.Conventions;

namespace TemplateWorker.JavaScript.Jint.Values;

/// <summary>Text for people: what the console shows of a value. It never runs a getter, so that logging changes nothing.</summary>
internal static class ValueInspector
{
    private const int MaxDepth = 4;
    private const int MaxItems = 50;
    private const int MaxLength = 4096;
    private const int MaxString = 1024;
    private const int MaxName = 64;
    private const int MembersPerCheck = 256;

    /// <summary>The arguments of one console call as one line of at most 4,096 characters.</summary>
    public static string InspectAll(params ReadOnlySpan<JsValue> values)
    {
        var text = new StringBuilder();
        for (var index = 0; index < values.Length && text.Length < MaxLength; index++)
        {
            text.Append(index == 0 ? "" : " ");
            text.Append(values[index].IsString() ? Excerpt.Of(values[index].AsString(), MaxLength) : Inspect(values[index]));
        }

        return StorableText.Scrub(Excerpt.Of(text.ToString(), MaxLength));
    }

    public static string Inspect(JsValue value) => Inspect(value, 0);

    private static string Inspect(JsValue value, int depth)
    {
        if (value.IsString())
        {
            return StorableText.Quote(Excerpt.Of(value.AsString(), MaxString));
        }

        if (value.IsBigInt())
        {
            return value + "n";
        }

        if (value.IsSymbol())
        {
            return Excerpt.Of(value.ToString(), 128);
        }

        if (value is not ObjectInstance instance)
        {
            return TypeConverter.ToString(value);
        }

        if (instance.IsCallable())
        {
            var name = ValueKinds.IsProxy(instance) ? null : NameOf(instance);
            return name is null ? "[Proxy]" : name.Length == 0 ? "[Function]" : $"[Function {name}]";
        }

        try
        {
            return InspectObject(instance, depth);
        }
        catch (JavaScriptException)
        {
            return "[Object that cannot be read]";
        }
    }

    private static string InspectObject(ObjectInstance value, int depth)
    {
        // A value may hold one large object many times: between its places no code of the script runs that would ask the guard.
        value.Engine.Constraints.Check();
        if (ValueKinds.HasProxy(value))
        {
            return "[Proxy]";
        }

        switch (value)
        {
            case JsDate date:
                return double.IsNaN(date.DateValue) ? "Invalid Date" : ScriptDate.ToIso(date.DateValue);
            case ErrorInstance error:
                return InspectError(error);
            case JsMap map:
                return InspectEntries("Map", map.Size, map.Select(entry => ((JsValue?)entry.Key, entry.Value)), depth);
            case JsSet set:
                return InspectEntries("Set", set.Size, set.Select(item => ((JsValue?)null, item)), depth);
            case JsTypedArray array:
                return ValueKinds.NameOf(array) + InspectList(array, depth, array.Length);
            case JsArray array:
                return depth >= MaxDepth ? "[Array]" : InspectList(array, depth, array.Length);
        }

        var kind = ValueKinds.NameOf(value);
        return kind is "Promise" or "WeakMap" or "WeakSet" or "ArrayBuffer" ? $"[{kind}]"
            : kind is not null ? kind
            : depth >= MaxDepth ? "[Object]"
            : InspectMembers(value, depth);
    }

    private static string InspectError(ErrorInstance error)
    {
        var name = OwnText(error, "name");
        if (name is null or "")
        {
            name = error.Prototype is { } prototype ? OwnText(prototype, "name") : null;
        }

        var message = OwnText(error, "message");
        return Excerpt.Of(name ?? "Error", MaxName)
            + (message is null or "" ? "" : ": " + Excerpt.Of(message, MaxString));
    }

    private static string InspectList(ObjectInstance list, int depth, uint length)
    {
        var text = new StringBuilder("[");
        uint index = 0;
        for (; index < length && index < MaxItems && text.Length < MaxLength; index++)
        {
            text.Append(index == 0 ? "" : ", ").Append(InspectMember(list, index, depth));
        }

        return text.Append(index < length ? string.Create(CultureInfo.InvariantCulture, $", … {length - index} more]") : "]").ToString();
    }

    private static string InspectMember(ObjectInstance value, JsValue key, int depth)
    {
        var descriptor = value.GetOwnProperty(key);
        return descriptor.IsAccessorDescriptor() ? "[Getter]" : Inspect(descriptor.Value ?? JsValue.Undefined, depth + 1);
    }

    private static string InspectMembers(ObjectInstance value, int depth)
    {
        var text = new StringBuilder();
        var shown = 0;
        var left = 0;
        var seen = 0;
        foreach (var key in value.GetOwnPropertyKeys(Types.String))
        {
            if (++seen % MembersPerCheck == 0)
            {
                value.Engine.Constraints.Check();
            }

            if (!value.GetOwnProperty(key).Enumerable)
            {
                continue;
            }

            if (shown == MaxItems || text.Length >= MaxLength)
            {
                left++;
                continue;
            }

            var name = key.ToString();
            text.Append(shown++ == 0 ? " " : ", ");
            text.Append(MemberKey.IsIdentifier(name) ? name : StorableText.Quote(Excerpt.Of(name, MaxName)));
            text.Append(": ").Append(InspectMember(value, key, depth));
        }

        var rest = left == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", … {left} more");
        var label = Label(value);
        return (label.Length == 0 ? "" : label + " ") + (text.Length == 0 ? "{}" : $"{{{text}{rest} }}");
    }

    private static string InspectEntries(string kind, int count, IEnumerable<(JsValue? Key, JsValue Value)> entries, int depth)
    {
        if (depth >= MaxDepth)
        {
            return $"[{kind}]";
        }

        var text = new StringBuilder();
        var shown = 0;
        foreach (var (key, value) in entries)
        {
            if (shown == MaxItems || text.Length >= MaxLength)
            {
                break;
            }

            text.Append(shown++ == 0 ? " " : ", ");
            text.Append(key is null ? "" : Inspect(key, depth + 1) + " => ").Append(Inspect(value, depth + 1));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{kind}({count}) {{{text}{(count > MaxItems ? ", …" : "")}{(text.Length == 0 ? "}" : " }")}");
    }

    /// <summary>The name of the class that an object is of; empty for a plain object.</summary>
    private static string Label(ObjectInstance value)
    {
        if (value is LegacyValue legacy)
        {
            return legacy.Label;
        }

        return value.Prototype is { } prototype && prototype != value.Engine.Intrinsics.Object.PrototypeObject
            && prototype.GetOwnProperty("constructor").Value is ObjectInstance maker && maker.IsCallable()
            ? NameOf(maker)
            : "";
    }

    private static string NameOf(ObjectInstance maker) => Excerpt.Of(OwnText(maker, "name") ?? "", MaxName);

    /// <summary>An own data property that is a string; null for anything else.</summary>
    private static string? OwnText(ObjectInstance value, string key) =>
        value.GetOwnProperty(key) is var descriptor && !descriptor.IsAccessorDescriptor() && descriptor.Value is { } text && text.IsString()
            ? text.AsString()
            : null;
}
