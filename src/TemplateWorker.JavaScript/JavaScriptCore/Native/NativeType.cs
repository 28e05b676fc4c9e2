namespace TemplateWorker.JavaScript.JavaScriptCore.Native;

/// <summary><c>JSType</c> of JSValueRef.h.</summary>
internal enum NativeType
{
    Undefined,
    Null,
    Boolean,
    Number,
    String,
    Object,
    Symbol,
    BigInt,
}
