using System.Reflection;

namespace TemplateWorker.Ipc.Connection;

/// <summary>Names a build, so that the ends of a connection can tell whether they are the same program.</summary>
public static class BuildId
{
    /// <summary>The version of an assembly, and the compiler's ids of it and of this one, which change with every change.</summary>
    /// <param name="program">The assembly of the executable.</param>
    public static string Of(Assembly program)
    {
        var version = program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        var own = typeof(BuildId).Module.ModuleVersionId;
        return $"{version}/{program.ManifestModule.ModuleVersionId:N}/{own:N}";
    }
}
