using System.Text;
using System.Text.Json;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Web;
using TemplateWorker.Schedules;

namespace TemplateWorker.JavaScript.JavaScriptCore.Bootstrap;

/// <summary>
/// The script that makes a template's globals, from the files of this folder. It is a
/// function of (global object, host function, information as JSON text) that returns an object of <see cref="Entries"/>.
/// </summary>
internal static class BootstrapScript
{
    /// <summary>Its URL; frames of it are cut from the stacks that authors see.</summary>
    public const string Url = "template-worker:bootstrap";

    /// <summary>First argument of the host function: (path) → the module's function.</summary>
    public const int CompileOperation = 100;

    /// <summary>First argument of the host function: (path) → the file's text.</summary>
    public const int ReadOperation = 101;

    /// <summary>First argument of the host function: (name) → the function of a <see cref="WebScript"/>.</summary>
    public const int WebScriptOperation = 102;

    /// <summary>First argument of the host function: (a <see cref="WebFunction"/> as a number, its arguments) → what it returns.</summary>
    public const int WebCallOperation = 103;

    /// <summary>First argument of the host function: (request, requiring file) → why there is no such file.</summary>
    public const int ModuleFaultOperation = 104;

    /// <summary>First argument of the host function: (request, requiring file) → the path of the file; undefined when there is none.</summary>
    public const int ResolveOperation = 107;

    /// <summary>First argument of the host function: (export, its file, reading file) → the error for one that is not set yet.</summary>
    public const int CycleOperation = 108;

    /// <summary>First argument of the host function: (function, option, known options with commas) → the error for the option.</summary>
    public const int UnknownOptionOperation = 105;

    /// <summary>First argument of the host function: (global, member or nothing) → the error for setting it.</summary>
    public const int ReadOnlyOperation = 106;

    private static readonly string[] Parts =
    [
        "intrinsics.js", "values.js", "writing.js", "inspect.js", "modules.js", "globals.js", "web.js", "entries.js",
    ];

    /// <summary>The functions the host calls, in the order of <see cref="BootstrapEntry"/>.</summary>
    public static readonly IReadOnlyList<string> Entries = ["load", "run", "settle", "describe", "makeError", "reportRejection"];

    private static readonly Lazy<string> LazySource = new(Join);

    /// <summary>An expression whose value is the function.</summary>
    public static string Source => LazySource.Value;

    /// <summary>The third argument: what the bootstrap must know of the template.</summary>
    public static string Describe(ScriptSource source)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("name", source.Template);
            writer.WriteNumber("version", source.Version);
            writer.WriteString("entry", source.EntryFile);
            writer.WritePropertyName("settings");
            writer.WriteRawValue(source.Settings);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static string Join()
    {
        var source = new StringBuilder("(function (global, host, infoText) {'use strict';\n");
        source.Append("var COMPILE = ").Append(CompileOperation).Append(", READ = ").Append(ReadOperation);
        source.Append(", MAX_SCHEDULE_NAME = ").Append(ScheduleName.MaxBytes);
        foreach (var function in Enum.GetValues<HostFunction>())
        {
            source.Append(", ").Append(function).Append(" = ").Append((int)function);
        }

        source.Append(", WEB_SCRIPT = ").Append(WebScriptOperation).Append(", WEB_CALL = ").Append(WebCallOperation);
        source.Append(", MODULE_FAULT = ").Append(ModuleFaultOperation).Append(", UNKNOWN_OPTION = ").Append(UnknownOptionOperation);
        source.Append(", READ_ONLY = ").Append(ReadOnlyOperation).Append(", RESOLVE = ").Append(ResolveOperation).Append(", CYCLE = ").Append(CycleOperation);
        foreach (var function in Enum.GetValues<WebFunction>())
        {
            source.Append(", Web").Append(function).Append(" = ").Append((int)function);
        }

        source.Append(", WEB_FAULT = ").Append(JsonSerializer.Serialize(WebTexts.BadArgument));
        source.Append(", WEB_GLOBALS = ").Append(JsonSerializer.Serialize(WebScript.Globals.SelectMany(one => new[] { one.Key, one.Value })));
        source.Append(";\n");
        foreach (var part in Parts)
        {
            AppendWithoutComments(source, Resource(part));
        }

        source.Append("return {");
        foreach (var entry in Entries)
        {
            source.Append(entry).Append(": ").Append(entry).Append(", ");
        }

        return source.Append("};\n})").ToString();
    }

    /// <summary>Comments and indentation are for us; the engine only needs time to skip them.</summary>
    private static void AppendWithoutComments(StringBuilder source, string part)
    {
        foreach (var line in part.AsSpan().EnumerateLines())
        {
            var code = line.TrimStart();
            if (!code.IsEmpty && !code.StartsWith("//") && !code.StartsWith("/*") && !code.StartsWith("*"))
            {
                source.Append(code).Append('\n');
            }
        }
    }

    private static string Resource(string name)
    {
        using var stream = typeof(BootstrapScript).Assembly.GetManifestResourceStream("Bootstrap." + name)
            ?? throw new InvalidOperationException($"The resource Bootstrap.{name} is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
