namespace TemplateWorker.JavaScript.Web.Urls;

/// <summary>The schemes for which the URL standard has rules of their own.</summary>
internal static class SpecialSchemes
{
    public static bool Contains(string scheme) => scheme is "http" or "https" or "ws" or "wss" or "ftp" or "file";

    /// <summary>Null for schemes without one.</summary>
    public static int? DefaultPort(string scheme) => scheme switch
    {
        "http" or "ws" => 80,
        "https" or "wss" => 443,
        "ftp" => 21,
        _ => null,
    };
}
