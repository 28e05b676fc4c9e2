using System.Security.Cryptography;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using TemplateWorker.JavaScript.Jint.Values;
using TemplateWorker.JavaScript.Web;

namespace TemplateWorker.JavaScript.Jint.Globals;

/// <summary>The globals of the web in one interpreter: what their scripts are given of the host.</summary>
internal sealed class WebGlobals(GlobalScope scope) : IDisposable
{
    // Parsed once for all interpreters of the process.
    private static readonly Dictionary<string, Lazy<Prepared<Acornima.Ast.Script>>> Scripts = WebScript.Parts.ToDictionary(
        part => part,
        part => new Lazy<Prepared<Acornima.Ast.Script>>(() => Engine.PrepareScript(WebScript.Source(part), WebScript.UrlPrefix + part)),
        StringComparer.Ordinal);

    private readonly Dictionary<string, ObjectInstance> _parts = new(StringComparer.Ordinal);
    private readonly WebHash _hash = new();
    private ObjectInstance? _native;
    private ClrFunction? _use;

    private static IEnumerable<(string Name, WebFunction Function)> TextFunctions =>
    [
        ("fromBase64", WebFunction.FromBase64), ("toBase64", WebFunction.ToBase64), ("uuid", WebFunction.Uuid), ("parseUrl", WebFunction.ParseUrl),
        ("changeUrl", WebFunction.ChangeUrl), ("parseQuery", WebFunction.ParseQuery), ("encodeForm", WebFunction.EncodeForm),
    ];

    public static WebGlobals Install(GlobalScope scope)
    {
        var web = new WebGlobals(scope);
        foreach (var (name, part) in WebScript.Globals)
        {
            scope.Engine.Advanced.AddLazyGlobal(name, (web, name, part), static (_, one) => one.web.Use(one.part).Get(one.name), PropertyFlag.NonEnumerable);
        }

        return web;
    }

    public void Dispose() => _hash.Dispose();

    private ObjectInstance Use(string part)
    {
        if (_parts.TryGetValue(part, out var known))
        {
            return known;
        }

        _native ??= MakeNative();
        _use ??= new ClrFunction(scope.Engine, "use", (_, arguments) => Use(arguments.At(0).AsString()));
        var made = scope.Engine.Call(scope.Engine.Evaluate(Scripts[part].Value), JsValue.Undefined, [_native, _use]).AsObject();
        _parts.Add(part, made);
        return made;
    }

    private JsObject MakeNative()
    {
        var native = new JsObject(scope.Engine);
        Add("inspect", arguments => ValueInspector.Inspect(arguments.At(0)));
        Add("isProxy", arguments => arguments.At(0) is ObjectInstance value && ValueKinds.IsProxy(value) ? JsBoolean.True : JsBoolean.False);
        Add("encode", arguments => Bytes(Encoding.UTF8.GetBytes(Text(arguments.At(0)))));
        Add("decode", arguments => arguments.At(1) == JsBoolean.True
            ? Optional(ByteText.DecodeStrictly(BytesOf(arguments.At(0))))
            : Encoding.UTF8.GetString(BytesOf(arguments.At(0))));
        Add("random", arguments => Bytes(RandomNumberGenerator.GetBytes((int)Math.Clamp(arguments.At(0).AsNumber(), 0, WebTexts.MaxRandom))));
        Add("hashStart", arguments =>
        {
            _hash.Start(arguments.At(0).AsString(), arguments.At(1).IsUndefined() ? null : BytesOf(arguments.At(1)));
            return JsValue.Undefined;
        });
        Add("hashAppend", arguments =>
        {
            _hash.Append(BytesOf(arguments.At(0)));
            return JsValue.Undefined;
        });
        Add("hashFinish", _ => Bytes(_hash.Finish()));
        Add("equal", arguments => CryptographicOperations.FixedTimeEquals(BytesOf(arguments.At(0)), BytesOf(arguments.At(1))) ? JsBoolean.True : JsBoolean.False);
        foreach (var (name, function) in TextFunctions)
        {
            Add(name, arguments => Optional(WebTexts.Call(
                function,
                arguments.At(0).IsUndefined() ? "" : Text(arguments.At(0)),
                arguments.At(1).IsUndefined() ? null : Text(arguments.At(1)),
                arguments.At(2).IsUndefined() ? null : Text(arguments.At(2)))));
        }

        return native;

        void Add(string name, Func<JsValue[], JsValue> body) =>
            native.FastSetDataProperty(name, new ClrFunction(scope.Engine, name, (_, arguments) => Perform(body, arguments)));
    }

    private JsValue Perform(Func<JsValue[], JsValue> body, JsValue[] arguments)
    {
        try
        {
            return body(arguments);
        }
        catch (Exception fault) when (WebTexts.IsOfArgument(fault))
        {
            throw scope.Errors.Type(WebTexts.BadArgument);
        }
    }

    private JsTypedArray Bytes(byte[] bytes) => scope.Engine.Intrinsics.Uint8Array.Construct(bytes);

    private static JsValue Optional(string? text) => text is null ? JsValue.Undefined : text;

    private string Text(JsValue value) => !value.IsString() ? throw scope.Errors.Type(WebTexts.BadArgument)
        : value.AsString() is { Length: <= WebTexts.MaxText } text ? text
        : throw scope.Errors.Range(WebTexts.TooLong);

    private byte[] BytesOf(JsValue value)
    {
        if (!value.IsUint8Array())
        {
            throw scope.Errors.Type(WebTexts.BadArgument);
        }

        return value is JsTypedArray { Length: > WebTexts.MaxText } ? throw scope.Errors.Range(WebTexts.TooManyBytes) : value.AsUint8Array();
    }
}
