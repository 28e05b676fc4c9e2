namespace TemplateWorker.Tests.Architecture;

/// <summary>A top-level type that uses another one.</summary>
internal sealed record TypeUse(TypeName User, TypeName Used)
{
    public override string ToString() => $"{User} uses {Used}";
}

/// <summary>A top-level type. Its namespace is its folder below <c>src</c>, which a test of its own holds.</summary>
internal sealed record TypeName(string Assembly, string Namespace, string Name)
{
    /// <summary>The executable's assembly, whose root namespace is that of the product.</summary>
    public const string Executable = "template-worker";

    /// <summary>Whether it stands in a source file of ours. What generators and the compiler add has a namespace of theirs, or none.</summary>
    public bool IsOurs => (Assembly == Executable || Assembly.StartsWith("TemplateWorker.", StringComparison.Ordinal))
        && (Namespace.Length == 0 ? !Name.StartsWith('<') : Namespace.StartsWith("TemplateWorker", StringComparison.Ordinal));

    /// <summary>The folder inside its project, with <c>/</c> between its parts; empty for the project's own.</summary>
    public string Folder
    {
        get
        {
            var root = Assembly == Executable ? "TemplateWorker" : Assembly;
            return Namespace.Length > root.Length && Namespace.StartsWith(root, StringComparison.Ordinal)
                ? Namespace[(root.Length + 1)..].Replace('.', '/')
                : "";
        }
    }

    public override string ToString() => $"{Namespace}.{Name}";
}
