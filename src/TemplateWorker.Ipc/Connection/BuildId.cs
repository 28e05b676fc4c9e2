using System.Reflection;

namespace TemplateWorker.Ipc.Connection;

/// <summary>Identifies a build, so that the ends of a connection can check that they are the same program.</summary>
public static class BuildId
{
    /// <summary>The version of the program and the module version ids of its assembly and of this one.</summary>
    /// <param name="program">The assembly of the executable.</param>
    /// <returns>An opaque text. The compiler changes a module version id whenever the code changes.</returns>
    public static string Of(Assembly program)
    {
        var version = program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        var own = typeof(BuildId).Module.ModuleVersionId;
        return $"{version}/{program.ManifestModule.ModuleVersionId:N}/{own:N}";
    }
}
