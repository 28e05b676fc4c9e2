using System.Runtime.InteropServices;
using System.Text;
using TemplateWorker.JavaScript.JavaScriptCore.Native;

namespace TemplateWorker.JavaScript.JavaScriptCore.Bootstrap;

/// <summary>The bootstrap's source in native memory, once per process: no group keeps a copy of it.</summary>
internal static unsafe class NativeBootstrap
{
    // Never freed, as its reader demands; immutable.
    private static readonly Lazy<(nint Text, int Length)> Source = new(CopySource);

    /// <summary>A prepared script, which the contexts of a group evaluate without parsing it again. The caller releases it.</summary>
    public static nint CreateScript(nint group)
    {
        var (text, length) = Source.Value;
        var url = NativeText.Create(BootstrapScript.Url);
        nint message;
        int line;
        var script = NativeMethods.JSScriptCreateReferencingImmortalASCIIText(group, url, 1, (byte*)text, (nuint)length, &message, &line);
        NativeMethods.JSStringRelease(url);
        return script != 0 ? script : throw new InvalidOperationException($"The bootstrap does not parse: line {line}.");
    }

    private static (nint Text, int Length) CopySource()
    {
        var source = BootstrapScript.Source;
        if (!Ascii.IsValid(source))
        {
            throw new InvalidOperationException("The bootstrap holds characters that are not ASCII.");
        }

        var text = (byte*)NativeMemory.Alloc((nuint)source.Length);
        Encoding.ASCII.GetBytes(source, new Span<byte>(text, source.Length));
        return ((nint)text, source.Length);
    }
}
