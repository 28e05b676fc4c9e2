namespace TemplateWorker.Configuration.Loading;

/// <summary>Where settings come from.</summary>
internal enum SettingOrigin
{
    /// <summary>The file: variables are put in.</summary>
    File,

    /// <summary>The environment or a flag: taken as it is.</summary>
    Outside,

    /// <summary>The file, where the key has something else than one value: told already, so never read.</summary>
    Faulty,
}
