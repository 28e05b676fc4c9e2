using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using TemplateWorker.JavaScript.Jint.Interpreter;
using TemplateWorker.JavaScript.Jint.Values;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint.Globals;

/// <summary><c>kv</c>, and what <c>kv.scope</c> returns.</summary>
internal sealed class KeyValueGlobal
{
    private const double MaxTime = 32503680000000;
    private const double MaxTtl = 3660d * 24 * 60 * 60 * 1000;
    private const int DefaultListed = 100;
    private const int MaxListed = 1000;

    private static readonly string[] SetOptions = ["ttl", "expireAt"];
    private static readonly string[] ListOptions = ["prefix", "after", "limit"];

    private static readonly JsObjectShape Shape = new HostShape<KeyValueGlobal>()
        .Method("get", 1, (kv, arguments) => kv.Call(HostFunction.KvGet, "kv.get", kv.Key(arguments.At(0), "kv.get")))
        .Method("getMany", 1, (kv, arguments) => kv.GetMany(arguments.At(0)))
        .Method("getRecord", 1, (kv, arguments) => kv.Call(HostFunction.KvGetRecord, "kv.getRecord", kv.Key(arguments.At(0), "kv.getRecord")))
        .Method("set", 3, (kv, arguments) => kv.Set(arguments.At(0), arguments.At(1), arguments.At(2)))
        .Method("delete", 1, (kv, arguments) => kv.Call(HostFunction.KvDelete, "kv.delete", kv.Key(arguments.At(0), "kv.delete")))
        .Method("increment", 2, (kv, arguments) => kv.Increment(arguments.At(0), arguments.At(1)))
        .Method("compareAndSet", 3, (kv, arguments) => kv.CompareAndSet(arguments.At(0), arguments.At(1), arguments.At(2)))
        .Method("list", 1, (kv, arguments) => kv.List(arguments.At(0)))
        .Method("scope", 0, (kv, arguments) => kv.Scope(arguments))
        .Build();

    private readonly GlobalScope _scope;
    private readonly string[] _names;

    // The names as a JSON array, as the host takes them.
    private readonly string _scopes;

    private KeyValueGlobal(GlobalScope scope, string[] names)
    {
        _scope = scope;
        _names = names;
        _scopes = "[" + string.Join(',', names.Select(StorableText.Quote)) + "]";
    }

    public static ObjectInstance Create(GlobalScope scope) => Create(scope, []);

    private static ObjectInstance Create(GlobalScope scope, string[] names) => scope.Create(Shape, new KeyValueGlobal(scope, names), "kv");

    private JsValue Call(HostFunction function, string what, string key) => _scope.Call(function, what, _scopes, key);

    private string Key(JsValue key, string what) => _scope.Errors.Text(key, what + ": the key");

    private JsArray GetMany(JsValue keysValue)
    {
        if (keysValue is not JsArray keys)
        {
            throw _scope.Errors.Type($"kv.getMany: the argument must be an array of keys, was {ValueInspector.Inspect(keysValue)}");
        }

        if (keys.Length > MaxListed)
        {
            throw _scope.Errors.Range($"kv.getMany: at most {MaxListed} keys at once, were {keys.Length}");
        }

        var names = Enumerable.Range(0, (int)keys.Length).Select(i => StorableText.Quote(_scope.Errors.Text(keys.Get((uint)i), $"kv.getMany: key {i}")));
        var found = (JsArray)_scope.Call(HostFunction.KvGetMany, "kv.getMany", _scopes, $"[{string.Join(',', names)}]");
        return new JsArray(_scope.Engine, [.. Enumerable.Range(0, (int)found.Length).Select(i => found.Get((uint)i).AsArray().Get(0u))]);
    }

    private JsValue Set(JsValue keyValue, JsValue value, JsValue optionsValue)
    {
        var key = Key(keyValue, "kv.set");
        var json = _scope.WriteValue(value, "value")
            ?? throw _scope.Errors.Type("kv.set: the value is undefined; to remove a key, call kv.delete");
        string? ttl = null;
        string? expireAt = null;
        if (_scope.Errors.Options(optionsValue, "kv.set", SetOptions) is { } options)
        {
            (ttl, expireAt) = Expiry(options.Get("ttl"), options.Get("expireAt"));
        }

        _scope.Host.CallInRun(HostFunction.KvSet, "kv.set", _scopes, key, json, ttl, expireAt);
        return JsValue.Undefined;
    }

    private (string? Ttl, string? ExpireAt) Expiry(JsValue ttl, JsValue expireAt)
    {
        if (!ttl.IsUndefined() && !expireAt.IsUndefined())
        {
            throw _scope.Errors.Type("kv.set: give ttl or expireAt, not both");
        }

        if (!ttl.IsUndefined())
        {
            return (ScriptNumber.ToText(_scope.Errors.Milliseconds(ttl, 1, MaxTtl, "kv.set: ttl")), null);
        }

        if (expireAt.IsUndefined())
        {
            return (null, null);
        }

        var time = expireAt is JsDate date ? date.DateValue : expireAt.IsNumber() ? expireAt.AsNumber() : double.NaN;
        return time is >= 0 and <= MaxTime
            ? (null, ScriptNumber.ToText(time))
            : throw _scope.Errors.Type(
                $"kv.set: expireAt must be a Date or a number of milliseconds since 1970, before the year 3000, was {ValueInspector.Inspect(expireAt)}");
    }

    private JsValue Increment(JsValue key, JsValue step)
    {
        var by = step.IsUndefined() ? 1 : step.IsNumber() ? step.AsNumber() : double.NaN;
        return double.IsFinite(by)
            ? _scope.Call(HostFunction.KvIncrement, "kv.increment", _scopes, Key(key, "kv.increment"), ScriptNumber.ToText(by))
            : throw _scope.Errors.Type($"kv.increment: the step must be a finite number, was {ValueInspector.Inspect(step)}");
    }

    private JsValue CompareAndSet(JsValue key, JsValue expected, JsValue value) => _scope.Call(
        HostFunction.KvCompareAndSet,
        "kv.compareAndSet",
        _scopes,
        Key(key, "kv.compareAndSet"),
        _scope.WriteExpected(expected),
        _scope.WriteValue(value, "value"));

    private JsArray List(JsValue optionsValue)
    {
        var options = _scope.Errors.Options(optionsValue, "kv.list", ListOptions);
        var prefix = options.Option("prefix");
        var after = options.Option("after");
        var limit = options.Option("limit");
        var prefixText = prefix.IsUndefined() ? "" : _scope.Errors.Text(prefix, "kv.list: prefix");
        var afterText = after.IsUndefined() ? null : _scope.Errors.Text(after, "kv.list: after");
        var most = limit.IsUndefined() ? DefaultListed : limit.IsNumber() ? limit.AsNumber() : double.NaN;
        if (most is not (>= 1 and <= MaxListed) || most % 1 != 0)
        {
            throw _scope.Errors.Type($"kv.list: limit must be a whole number from 1 to {MaxListed}, was {ValueInspector.Inspect(limit)}");
        }

        var page = _scope.Call(
            HostFunction.KvList, "kv.list", _scopes, prefixText, afterText, ((int)most).ToString(CultureInfo.InvariantCulture)).AsObject();
        var entries = (JsArray)page.Get("entries");
        entries.FastSetProperty(
            "next", new PropertyDescriptor(page.Get("next"), writable: true, enumerable: false, configurable: true));
        return entries;
    }

    /// <summary><c>kv</c> for these scopes and the given ones together; the host sorts them and drops repeats.</summary>
    private ObjectInstance Scope(JsValue[] arguments)
    {
        if (arguments.Length == 0)
        {
            throw _scope.Errors.Type("kv.scope: name at least one scope");
        }

        var added = arguments.Select(argument => _scope.Errors.Text(argument, "kv.scope: a scope")).ToArray();
        if (_scopes.Length + added.Sum(name => (long)name.Length + 1) > HostDoor.MaxArgumentLength)
        {
            throw _scope.Errors.Range(HostDoor.ArgumentTooLong);
        }

        return added.Contains("", StringComparer.Ordinal)
            ? throw _scope.Errors.Type("kv.scope: a scope must not be empty")
            : Create(_scope, [.. _names, .. added]);
    }
}
