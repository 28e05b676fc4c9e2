namespace TemplateWorker.Configuration.Schema;

/// <summary>A section of <c>config.yaml</c>.</summary>
/// <param name="Name">As written in the file.</param>
/// <param name="Help">What it is about, one sentence.</param>
/// <param name="Keys">Its keys, by their dotted paths, in the order of the documentation.</param>
internal sealed record ConfigSection(string Name, string Help, IReadOnlyList<ConfigKey<RootOptions>> Keys);
