namespace TemplateWorker.Runs.Text;

/// <summary>Values returned to scripts, as JSON.</summary>
internal static class ScriptJson
{
    public static string Of(bool value) => value ? "true" : "false";
}
