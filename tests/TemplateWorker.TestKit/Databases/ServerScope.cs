namespace TemplateWorker.TestKit.Databases;

/// <summary>
/// The trait of test classes of which no statement and no answer depends on the version of the server. They run on the default
/// version only; all others, new ones too, run on every version that is asked for. <c>tests/run.bash</c> has the filter.
/// </summary>
public static class ServerScope
{
    /// <summary>The trait's name.</summary>
    public const string Name = "server";

    /// <summary>Its value.</summary>
    public const string AnyVersion = "any";
}
