namespace TemplateWorker.Runs.Transactions;

/// <summary>Small answers to scripts, as JSON.</summary>
internal static class ScriptJson
{
    public static string Of(bool value) => value ? "true" : "false";
}
