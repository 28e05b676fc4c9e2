namespace TemplateWorker.Tests.Deployment;

/// <summary>One instruction of a Dockerfile, such as <c>COPY src/ src/</c>.</summary>
/// <param name="Stage">The name of the stage that it belongs to.</param>
/// <param name="Name">In upper case.</param>
/// <param name="Text">All after the name, continued lines joined.</param>
internal sealed record DockerInstruction(string Stage, string Name, string Text)
{
    /// <summary>The words of the text without flags such as <c>--from=build</c>.</summary>
    public IReadOnlyList<string> Words => [.. Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal))];

    public bool HasFlag(string flag) => Text.Split(' ').Contains(flag);

    public static IReadOnlyList<DockerInstruction> Parse(string dockerfile)
    {
        var instructions = new List<DockerInstruction>();
        var stage = "";
        var lines = dockerfile.Split('\n').Where(line => !line.TrimStart().StartsWith('#'));
        foreach (var line in string.Join('\n', lines).Replace("\\\n", " ").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Trim().Split(' ', 2);
            if (parts[0] == "FROM")
            {
                stage = parts[1].Split(" AS ")[1];
            }

            instructions.Add(new DockerInstruction(stage, parts[0], parts[1]));
        }

        return instructions;
    }
}
