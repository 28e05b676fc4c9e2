using System.Runtime.CompilerServices;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Jint.Interpreter;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint.Values;

/// <summary>
/// Writes values of a script as JSON text, by its own rules rather than those of <c>JSON.stringify</c>: what JSON cannot hold is
/// wrapped or refused with its path, and the size is bounded while it is written.
/// </summary>
internal sealed class ScriptValueWriter(Engine engine, ScriptErrors errors, HostDoor host)
{
    /// <summary>The most characters of any value, whatever the limits of the tenant.</summary>
    public const int MaxText = 4 * 1024 * 1024;

    private const int MembersPerCheck = 256;

    // Taken before a template can replace it; it sees through proxies.
    private readonly JsValue _isArray = engine.Intrinsics.Array.Get("isArray");

    /// <summary>The value as JSON text; null for undefined.</summary>
    /// <param name="value">The value.</param>
    /// <param name="what">Starts the path in errors.</param>
    /// <param name="limit">The most characters.</param>
    /// <param name="reason">The limit's name, whose breach ends the run; null makes it a RangeError.</param>
    /// <exception cref="JavaScriptException">JSON cannot hold it, or it is too large.</exception>
    public string? Write(JsValue value, string what, int limit, string? reason = null)
    {
        switch (value)
        {
            case JsUndefined:
                return null;
            case JsBoolean:
                return value.AsBoolean() ? "true" : "false";
            case JsNumber when value.AsNumber() is var number && double.IsFinite(number):
                return ScriptNumber.ToText(number);
            default:
                return new Writing(this, what, limit, reason).ToText(value);
        }
    }

    private bool IsArray(ObjectInstance value) =>
        value is JsArray || (ValueKinds.IsProxy(value) && engine.Call(_isArray, JsValue.Undefined, [value]).AsBoolean());

    /// <summary>A container that is being written, under its key in the one before it.</summary>
    private readonly record struct Frame(MemberKey Key, ObjectInstance Value);

    /// <summary>The writing of one value. The stack of frames is the path.</summary>
    private sealed class Writing(ScriptValueWriter writer, string what, int limit, string? reason)
    {
        private const int MaxDepth = 100;
        private readonly StringBuilder _json = new();
        private readonly List<Frame> _frames = [];
        private int _members;

        public string ToText(JsValue value)
        {
            Write(value, MemberKey.Same);
            CheckLength(MemberKey.Same);
            return _json.ToString();
        }

        private void Write(JsValue value, MemberKey key)
        {
            switch (value)
            {
                case JsString:
                    WriteString(value.AsString(), key);
                    break;
                case JsNumber:
                    var number = value.AsNumber();
                    _json.Append(double.IsFinite(number) ? ScriptNumber.ToText(number) : throw Refuse(key, $"is {value}, which JSON cannot hold"));
                    break;
                case JsBoolean:
                    _json.Append(value.AsBoolean() ? "true" : "false");
                    break;
                case JsUndefined or JsNull:
                    _json.Append("null");
                    break;
                case JsBigInt:
                    _json.Append("{\"$type\":\"bigint\",\"value\":\"").Append(value).Append("\"}");
                    break;
                case ObjectInstance container when !container.IsCallable():
                    WriteObject(container, key);
                    break;
                default:
                    throw Refuse(key, $"is a {(value.IsSymbol() ? "symbol" : "function")}, which JSON cannot hold");
            }
        }

        private void WriteString(string text, MemberKey key)
        {
            if (text.Length > limit)
            {
                throw TooLarge(key);
            }

            if (StorableText.FindFault(text) is { } fault)
            {
                throw Refuse(key, fault);
            }

            StorableText.AppendQuoted(_json, text);
        }

        private void WriteObject(ObjectInstance value, MemberKey key)
        {
            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                throw writer.Errors.Range(ScriptErrors.StackExceeded);
            }

            if (_frames.Count == MaxDepth)
            {
                throw Refuse(key, $"is nested deeper than {MaxDepth} levels");
            }

            foreach (var ancestor in _frames)
            {
                if (ReferenceEquals(ancestor.Value, value))
                {
                    throw Refuse(key, "holds itself, a cycle, which JSON cannot hold");
                }
            }

            _frames.Add(new Frame(key, value));
            if (!WriteSpecial(value))
            {
                WriteOrdinary(value, key);
            }

            _frames.RemoveAt(_frames.Count - 1);
        }

        private void WriteOrdinary(ObjectInstance value, MemberKey key)
        {
            if (value.Get("toJSON") is { } toJson && toJson.IsCallable())
            {
                var replaced = Replace(toJson, value, key);
                if (!ReferenceEquals(replaced, value))
                {
                    Write(replaced, MemberKey.Same);
                    return;
                }
            }

            if (writer.IsArray(value))
            {
                WriteArray(value);
            }
            else
            {
                WriteMembers(value);
            }
        }

        private void WriteArray(ObjectInstance value)
        {
            _json.Append('[');
            var length = value is JsArray array ? array.Length : TypeConverter.ToLength(value.Get("length"));
            for (ulong index = 0; index < length; index++)
            {
                CountMember();
                var key = MemberKey.Of((long)index);
                _json.Append(index == 0 ? "" : ",");
                Write(Read(value, JsNumber.Create((long)index), key), key);
                CheckLength(key);
            }

            _json.Append(']');
        }

        private void WriteMembers(ObjectInstance value)
        {
            var start = _json.Length;
            var isFirst = true;
            var holdsType = false;
            _json.Append('{');
            foreach (var property in value.GetOwnPropertyKeys(Types.String))
            {
                CountMember();
                if (!value.GetOwnProperty(property).Enumerable)
                {
                    continue;
                }

                var name = property.ToString();
                var key = MemberKey.Of(name);
                var child = Read(value, property, key);
                if (child.IsUndefined())
                {
                    continue;
                }

                if (name.Length > limit)
                {
                    throw TooLarge(key);
                }

                if (StorableText.FindFault(name) is { } fault)
                {
                    throw RefuseContainer($"has a key that {fault}");
                }

                holdsType |= name == "$type";
                _json.Append(isFirst ? "" : ",");
                isFirst = false;
                StorableText.AppendQuoted(_json, name);
                _json.Append(':');
                Write(child, key);
                CheckLength(key);
            }

            _json.Append('}');
            if (holdsType)
            {
                _json.Insert(start, "{\"$type\":\"object\",\"value\":").Append('}');
            }
        }

        /// <returns>False when the object is to be written by its members.</returns>
        private bool WriteSpecial(ObjectInstance value)
        {
            switch (value)
            {
                case JsObject or JsArray or ErrorInstance:
                    return false;
                case LegacyValue legacy:
                    _json.Append("{\"$type\":\"").Append(legacy.Type).Append("\",\"value\":").Append(legacy.Json).Append('}');
                    return true;
                case JsDate date:
                    _json.Append("{\"$type\":\"date\",\"value\":\"").Append(double.IsNaN(date.DateValue)
                        ? throw RefuseContainer("is an invalid Date, which cannot be stored")
                        : ScriptDate.ToIso(date.DateValue)).Append("\"}");
                    return true;
                case JsMap map:
                    WriteMap(map);
                    return true;
                case JsTypedArray array when array.IsUint8Array():
                    WriteBytes(array);
                    return true;
                case IJsPrimitive { PrimitiveValue: { } primitive } when primitive.IsNumber() || primitive.IsString() || primitive.IsBoolean():
                    Write(primitive, MemberKey.Same);
                    return true;
            }

            return ValueKinds.NameOf(value) is { } kind
                ? throw RefuseContainer($"is a {kind}, which JSON cannot hold{Advice(kind)}")
                : false;
        }

        private void WriteMap(JsMap map)
        {
            _json.Append("{\"$type\":\"map\",\"value\":[");
            var isFirst = true;

            // A copy: what is written may run a getter that changes the map.
            foreach (var (key, value) in map.ToArray())
            {
                CountMember();
                _json.Append(isFirst ? "[" : ",[");
                isFirst = false;
                Write(key, MemberKey.Of("key"));
                _json.Append(',');
                var valueKey = MemberKey.Of(key.IsString() ? key.AsString() : "value");
                Write(value, valueKey);
                _json.Append(']');
                CheckLength(valueKey);
            }

            _json.Append("]}");
        }

        private void WriteBytes(JsTypedArray array)
        {
            if (array.Length > limit)
            {
                throw TooLargeContainer();
            }

            _json.Append("{\"$type\":\"bytes\",\"value\":\"").Append(Convert.ToBase64String(array.AsUint8Array())).Append("\"}");
        }

        /// <summary>A member's value. What its getter throws is thrown again with its path.</summary>
        private JsValue Read(ObjectInstance container, JsValue property, MemberKey key)
        {
            try
            {
                return container.Get(property);
            }
            catch (JavaScriptException thrown)
            {
                throw Located(key, "cannot be read: ", thrown);
            }
        }

        /// <summary>What <c>toJSON</c> makes of the innermost container.</summary>
        private JsValue Replace(JsValue toJson, ObjectInstance value, MemberKey key)
        {
            try
            {
                return writer.Call(toJson, value, key.Text);
            }
            catch (JavaScriptException thrown)
            {
                throw Located(MemberKey.Same, "has a toJSON that failed: ", thrown);
            }
        }

        /// <summary>Asks the guard once in a while: a script decides how many members there are, written or not.</summary>
        private void CountMember()
        {
            if (++_members % MembersPerCheck == 0)
            {
                writer.Check();
            }
        }

        private void CheckLength(MemberKey key)
        {
            if (_json.Length > limit)
            {
                throw TooLarge(key);
            }
        }

        /// <summary>The error for the value under <paramref name="key"/> of the innermost container.</summary>
        private JavaScriptException Refuse(MemberKey key, string problem) => writer.Errors.Type($"{Path(_frames.Count)}{key.Step} {problem}");

        /// <summary>The error for the innermost container itself.</summary>
        private JavaScriptException RefuseContainer(string problem) => writer.Errors.Type($"{Path(_frames.Count)} {problem}");

        private JavaScriptException TooLarge(MemberKey key) => TooLarge(Path(_frames.Count) + key.Step);

        private JavaScriptException TooLargeContainer() => TooLarge(Path(_frames.Count));

        /// <summary>The limit is the whole value's; the path is where it was reached.</summary>
        private JavaScriptException TooLarge(string place)
        {
            var message = $"{what} is larger than {limit} characters of JSON" + (place == what ? "" : $"; it reaches them at {place}");
            if (reason is not null)
            {
                writer.Breach(reason, message);
            }

            var error = writer.Errors.Range(message);
            error.Error.AsObject().FastSetProperty(TooLargeMark, new PropertyDescriptor(JsBoolean.True, PropertyFlag.OnlyEnumerable));
            return error;
        }

        private string Path(int depth)
        {
            var path = new StringBuilder(what);
            for (var index = 0; index < depth; index++)
            {
                path.Append(_frames[index].Key.Step);
            }

            return path.ToString();
        }

        private static string Shown(JavaScriptException thrown) => Excerpt.Of(ValueInspector.Inspect(thrown.Error), 1024);

        /// <summary>What a getter or a <c>toJSON</c> threw, with the path of the value.</summary>
        private JavaScriptException Located(MemberKey key, string problem, JavaScriptException cause)
        {
            // Each error costs the whole stack, and writing may be on it thousands of times: no code of the script runs
            // between these errors that would ask the guard.
            writer.Check();
            var error = Refuse(key, problem + Shown(cause));
            if (cause.Error is ErrorInstance inner && inner.GetOwnProperty("stack").Value is { } stack && stack.IsString())
            {
                error.Error.AsObject().FastSetProperty("stack", new PropertyDescriptor(stack, PropertyFlag.NonEnumerable));
            }

            return error;
        }

        private static string Advice(string kind) => kind switch
        {
            "Set" => "; store an array of its values",
            "Promise" => "; await it first",
            "ArrayBuffer" => "; store a Uint8Array",
            _ => "",
        };
    }

    /// <summary>The own property of the RangeError for a value that is too large.</summary>
    public const string TooLargeMark = "tooLarge";

    private ScriptErrors Errors => errors;

    private void Check() => engine.Constraints.Check();

    private JsValue Call(JsValue function, JsValue self, JsValue argument) => engine.Call(function, self, [argument]);

    private void Breach(string reason, string message) => host.Call(HostFunction.Breach, reason, message);
}
