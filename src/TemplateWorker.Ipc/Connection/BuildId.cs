using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace TemplateWorker.Ipc.Connection;

/// <summary>Identifies a build, so that the ends of a connection can check that they are the same program.</summary>
public static class BuildId
{
    /// <summary>The version of the program and the module version ids of its assembly and of this one.</summary>
    /// <param name="program">The assembly of the executable.</param>
    /// <returns>An opaque text. The compiler changes a module version id whenever the code changes.</returns>
    public static string Of(Assembly program)
    {
        var own = typeof(BuildId).Module.ModuleVersionId;
        return $"{VersionOf(program)}/{program.ManifestModule.ModuleVersionId:N}/{own:N}";
    }

    /// <summary>
    /// The version of the first assembly, and a hash over the compiler's ids of all of them. A compiler's id changes with the
    /// code of its assembly only, so a program that consists of several must name them all.
    /// </summary>
    /// <param name="program">The assembly of the executable, then those of its libraries; at least one.</param>
    public static string Of(IReadOnlyList<Assembly> program)
    {
        ArgumentOutOfRangeException.ThrowIfZero(program.Count, nameof(program));
        var ids = program.Select(assembly => assembly.ManifestModule.ModuleVersionId.ToString("N")).Order(StringComparer.Ordinal);
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('/', ids)));
        return $"{VersionOf(program[0])}/{Convert.ToHexStringLower(hash)}";
    }

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
