using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace TemplateWorker.JavaScript.JavaScriptCore.Native;

/// <summary>
/// The C API of JavaScriptCore, as far as it is used. All calls are preemptive: a call that can run script, allocate or
/// wait for JavaScriptCore's lock must never hold up the .NET garbage collector.
/// </summary>
internal static unsafe partial class NativeMethods
{
    public const string Library = "libjavascriptcoregtk-4.1.so.0";

    [LibraryImport(Library)]
    public static partial nint JSContextGroupCreate();

    [LibraryImport(Library)]
    public static partial void JSContextGroupRelease(nint group);

    /// <summary>Not in the public headers. The limit counts thread CPU time from the entry into the group.</summary>
    [LibraryImport(Library)]
    public static partial void JSContextGroupSetExecutionTimeLimit(
        nint group, double seconds, delegate* unmanaged[Cdecl]<nint, nint, byte> shouldTerminate, nint data);

    /// <summary>Not in the public headers.</summary>
    [LibraryImport(Library)]
    public static partial void JSContextGroupClearExecutionTimeLimit(nint group);

    [LibraryImport(Library)]
    public static partial nint JSGlobalContextCreateInGroup(nint group, nint globalClass);

    [LibraryImport(Library)]
    public static partial void JSGlobalContextRelease(nint context);

    /// <summary>The calls that are on the engine, as text; the caller releases the JSStringRef.</summary>
    [LibraryImport(Library)]
    public static partial nint JSContextCreateBacktrace(nint context, uint maxFrames);

    [LibraryImport(Library)]
    public static partial nint JSContextGetGlobalObject(nint context);

    /// <summary>Not in the public headers.</summary>
    [LibraryImport(Library)]
    public static partial void JSGlobalContextSetEvalEnabled(nint context, [MarshalAs(UnmanagedType.U1)] bool enabled, nint message);

    /// <summary>Not in the public headers. The function is called with the promise and the reason, after all jobs have run.</summary>
    [LibraryImport(Library)]
    public static partial void JSGlobalContextSetUnhandledRejectionCallback(nint context, nint function, nint* exception);

    /// <summary>Not in the public headers. The text is neither copied nor freed.</summary>
    [LibraryImport(Library)]
    public static partial nint JSScriptCreateReferencingImmortalASCIIText(
        nint group, nint url, int firstLine, byte* source, nuint length, nint* errorMessage, int* errorLine);

    /// <summary>Not in the public headers.</summary>
    [LibraryImport(Library)]
    public static partial nint JSScriptEvaluate(nint context, nint script, nint thisValue, nint* exception);

    /// <summary>Not in the public headers.</summary>
    [LibraryImport(Library)]
    public static partial void JSScriptRelease(nint script);

    [LibraryImport(Library)]
    public static partial nint JSEvaluateScript(
        nint context, nint script, nint thisObject, nint url, int firstLine, nint* exception);

    [LibraryImport(Library)]
    public static partial byte JSCheckScriptSyntax(nint context, nint script, nint url, int firstLine, nint* exception);

    [LibraryImport(Library)]
    public static partial nint JSObjectMakeFunction(
        nint context, nint name, uint parameterCount, nint* parameterNames, nint body, nint url, int firstLine, nint* exception);

    [LibraryImport(Library)]
    public static partial nint JSClassCreate(NativeClassDefinition* definition);

    [LibraryImport(Library)]
    public static partial nint JSObjectMake(nint context, nint objectClass, nint data);

    [LibraryImport(Library)]
    public static partial nint JSObjectGetPrivate(nint value);

    [LibraryImport(Library)]
    public static partial nint JSObjectCallAsFunction(
        nint context, nint function, nint thisObject, nuint argumentCount, nint* arguments, nint* exception);

    [LibraryImport(Library)]
    public static partial nint JSObjectGetProperty(nint context, nint value, nint name, nint* exception);

    [LibraryImport(Library)]
    public static partial nint JSObjectMakeError(nint context, nuint argumentCount, nint* arguments, nint* exception);

    [LibraryImport(Library)]
    public static partial int JSValueGetType(nint context, nint value);

    [LibraryImport(Library)]
    public static partial byte JSValueIsStrictEqual(nint context, nint left, nint right);

    [LibraryImport(Library)]
    public static partial double JSValueToNumber(nint context, nint value, nint* exception);

    [LibraryImport(Library)]
    public static partial nint JSValueToStringCopy(nint context, nint value, nint* exception);

    [LibraryImport(Library)]
    public static partial nint JSValueMakeString(nint context, nint text);

    [LibraryImport(Library)]
    public static partial nint JSValueMakeFromJSONString(nint context, nint text);

    [LibraryImport(Library)]
    public static partial nint JSValueMakeNumber(nint context, double number);

    [LibraryImport(Library)]
    public static partial nint JSValueMakeUndefined(nint context);

    [LibraryImport(Library)]
    public static partial void JSValueProtect(nint context, nint value);

    [LibraryImport(Library)]
    public static partial void JSValueUnprotect(nint context, nint value);

    [LibraryImport(Library)]
    public static partial nint JSStringCreateWithCharacters(char* characters, nuint length);

    [LibraryImport(Library)]
    public static partial nuint JSStringGetLength(nint text);

    [LibraryImport(Library)]
    public static partial char* JSStringGetCharactersPtr(nint text);

    [LibraryImport(Library)]
    public static partial void JSStringRelease(nint text);

    /// <summary>Not in the public headers; the one collection that has ended, and has given memory back, when it returns.</summary>
    [LibraryImport(Library)]
    public static partial void JSSynchronousGarbageCollectForDebugging(nint context);

    /// <summary>Not in the public headers.</summary>
    [LibraryImport(Library)]
    public static partial nint JSGetMemoryUsageStatistics(nint context);

    /// <summary>Not in the public headers.</summary>
    [LibraryImport(Library)]
    public static partial void JSLock(nint context);

    /// <summary>Not in the public headers.</summary>
    [LibraryImport(Library)]
    public static partial void JSUnlock(nint context);
}
