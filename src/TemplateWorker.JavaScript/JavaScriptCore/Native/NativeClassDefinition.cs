using System.Runtime.InteropServices;

namespace TemplateWorker.JavaScript.JavaScriptCore.Native;

/// <summary><c>JSClassDefinition</c> of JSObjectRef.h. Members that stay zero are unnamed callbacks.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeClassDefinition
{
    /// <summary><c>kJSClassAttributeNoAutomaticPrototype</c>.</summary>
    public const uint NoAutomaticPrototype = 1 << 1;

    public int Version;
    public uint Attributes;
    public byte* ClassName;
    public nint ParentClass;
    public nint StaticValues;
    public nint StaticFunctions;
    public nint Initialize;
    public nint FinalizeObject;
    public nint HasProperty;
    public nint GetProperty;
    public nint SetProperty;
    public nint DeleteProperty;
    public nint GetPropertyNames;
    public delegate* unmanaged[Cdecl]<nint, nint, nint, nuint, nint*, nint*, nint> CallAsFunction;
    public nint CallAsConstructor;
    public nint HasInstance;
    public nint ConvertToType;
}
