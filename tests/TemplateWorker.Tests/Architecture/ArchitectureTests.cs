using System.Text.RegularExpressions;

namespace TemplateWorker.Tests.Architecture;

/// <summary>
/// Data flows one way: an assembly uses only the assemblies after it, and so does a folder inside its assembly. Held by the
/// metadata of the compiled assemblies.
/// </summary>
public sealed partial class ArchitectureTests
{
    private static readonly Lazy<IReadOnlyList<TypeUse>> Uses = new(() =>
        [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Where(IsOurs).SelectMany(UsesOf)]);

    [Fact]
    public void An_assembly_uses_only_the_assemblies_that_it_may()
    {
        Uses.Value
            .Where(use => use.User.Assembly != use.Used.Assembly)
            .Where(use => !Walls.Assemblies[use.User.Assembly].Any(allowed => Covers(allowed, $"{use.Used.Assembly}/{use.Used.Folder}")))
            .Select(use => use.ToString())
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_room_of_the_executable_uses_only_what_it_may()
    {
        Uses.Value
            .Where(use => use.User.Assembly == TypeName.Executable && use.User.Folder.Length > 0)
            .Select(use => (use, Room: use.User.Folder.Split('/')[0], Target: $"{use.Used.Assembly}/{use.Used.Folder}"))
            .Where(entry => !Walls.Executable[entry.Room].Append($"{TypeName.Executable}/{entry.Room}").Any(allowed => Covers(allowed, entry.Target)))
            .Select(entry => entry.use.ToString())
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_uses_only_the_folders_after_it()
    {
        var faults = new List<string>();
        foreach (var use in Uses.Value.Where(use => use.User.Assembly == use.Used.Assembly && use.User.Folder != use.Used.Folder))
        {
            var order = Walls.Folders[use.User.Assembly];
            var (from, to) = (Array.IndexOf(order, use.User.Folder), Array.IndexOf(order, use.Used.Folder));
            if (from < 0 || to < 0 || from > to)
            {
                faults.Add(use.ToString());
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void No_folders_use_each_other_in_a_circle()
    {
        Uses.Value.GroupBy(use => use.User.Assembly).SelectMany(assembly => new FolderGraph(assembly).Circles()).ShouldBeEmpty();
    }

    [Fact]
    public void A_circle_between_folders_is_found_and_named_with_its_types()
    {
        static TypeName Type(string folder, string name) => new("TemplateWorker.Example", $"TemplateWorker.Example.{folder}", name);
        TypeUse[] uses =
        [
            new(Type("A", "One"), Type("B", "Two")),
            new(Type("B", "Two"), Type("C", "Three")),
            new(Type("C", "Four"), Type("A", "Five")),
            new(Type("C", "Four"), Type("D", "Six")),
        ];

        new FolderGraph(uses).Circles().ShouldBe(
        [
            "A → B → C → A, because TemplateWorker.Example.A.One uses TemplateWorker.Example.B.Two; "
            + "TemplateWorker.Example.B.Two uses TemplateWorker.Example.C.Three; TemplateWorker.Example.C.Four uses TemplateWorker.Example.A.Five",
        ]);
        new FolderGraph(uses[..2]).Circles().ShouldBeEmpty();
    }

    [Fact]
    public void Uses_in_signatures_bodies_lambdas_and_attributes_are_seen()
    {
        using var assembly = new CompiledAssembly(typeof(ArchitectureTests).Assembly.Location);
        var uses = assembly.Uses().Where(use => use.User.Name == nameof(UseOfEachKind)).Select(use => use.Used.Name).ToArray();

        uses.ShouldBe(
            [nameof(MarkerAttribute), nameof(UsedAsField), nameof(UsedInLambda), nameof(UsedAsArgument), nameof(UsedAsBase)],
            ignoreOrder: true);
    }

    [Fact]
    public void A_folder_is_no_crowd_and_no_closet()
    {
        SourceTree.Files("src")
            .GroupBy(file => file.Path[..file.Path.LastIndexOf('/')])
            .Select(folder => (folder.Key, Count: folder.Count(), IsProject: folder.Key.Count(character => character == '/') == 1))
            .Where(folder => folder.Count > Walls.MostFiles || (!folder.IsProject && folder.Count < Walls.LeastFiles))
            .Select(folder => $"{folder.Key} has {folder.Count} files")
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_type_name_stands_for_one_type()
    {
        Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Where(IsOurs)
            .SelectMany(TypesOf)
            .GroupBy(type => type.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => string.Join(", ", group))
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_namespace_of_a_file_is_its_folder()
    {
        var faults = new List<string>();
        foreach (var (path, lines) in SourceTree.Files("src"))
        {
            var parts = path.Split('/');
            var expected = string.Join('.', parts[1..^1]);
            var declared = lines.Select(line => Namespace().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
            if (declared is not null && declared != expected && parts[^1] != "TenantId.cs")
            {
                faults.Add($"{path}: namespace {declared}, expected {expected}");
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void Statements_are_written_in_the_storage_project_only()
    {
        SourceTree.Files("src")
            .Where(file => !file.Path.StartsWith("src/TemplateWorker.Storage", StringComparison.Ordinal))
            .SelectMany(file => file.Lines.Select((line, index) => (file.Path, line, Number: index + 1)))
            .Where(entry => entry.line.Contains("using Npgsql", StringComparison.Ordinal))
            .Select(entry => $"{entry.Path}:{entry.Number}: {entry.line}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Unsafe_code_lives_in_the_script_engine_only()
    {
        SourceTree.Files("src")
            .Where(file => !file.Path.StartsWith("src/TemplateWorker.JavaScript", StringComparison.Ordinal))
            .SelectMany(file => file.Lines.Select((line, index) => (file.Path, line, Number: index + 1)))
            .Where(entry => Unsafe().IsMatch(entry.line))
            .Select(entry => $"{entry.Path}:{entry.Number}: {entry.line}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_reads_the_environment_but_the_configuration_a_starting_worker_and_the_search_for_binaries()
    {
        string[] allowed =
        [
            "src/TemplateWorker/Configuration/ProcessEnvironment.cs",
            "src/TemplateWorker/Hosting/Worker/WorkerHost.cs",
            "src/TemplateWorker.Storage/Embedded/ServerBinaries.cs",
        ];
        SourceTree.Files("src")
            .Where(file => !allowed.Contains(file.Path))
            .SelectMany(file => file.Lines.Select((line, index) => (file.Path, line, Number: index + 1)))
            .Where(entry => entry.line.Contains("Environment.GetEnvironmentVariable", StringComparison.Ordinal)
                && !entry.line.TrimStart().StartsWith("///", StringComparison.Ordinal))
            .Select(entry => $"{entry.Path}:{entry.Number}: {entry.line}")
            .ShouldBeEmpty();
    }

    private static bool IsOurs(string path) => Walls.Assemblies.ContainsKey(Path.GetFileNameWithoutExtension(path));

    private static IReadOnlyList<TypeUse> UsesOf(string path)
    {
        using var assembly = new CompiledAssembly(path);
        return assembly.Uses();
    }

    private static IReadOnlyList<TypeName> TypesOf(string path)
    {
        using var assembly = new CompiledAssembly(path);
        return assembly.Types();
    }

    // "Assembly" covers all of it, "Assembly/Folder" the folder and what is below it.
    private static bool Covers(string allowed, string target) =>
        target.StartsWith(allowed, StringComparison.Ordinal) && (target.Length == allowed.Length || target[allowed.Length] == '/');

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bunsafe\b|\bDllImport\b")]
    private static partial Regex Unsafe();
}
