using System.Text;

namespace TemplateWorker.Storage.Actions.Routes;

/// <summary>What a route must be, beyond the types of its members. Pure.</summary>
public static class ActionRouteRules
{
    /// <summary>The highest <see cref="ActionRoute.Batch"/> and <see cref="ActionRoute.Concurrency"/>.</summary>
    public const int MostAtATime = 1_000;

    /// <summary>The highest <see cref="ActionRoute.Attempts"/>.</summary>
    public const int MostAttempts = 100;

    /// <summary>The highest <see cref="ActionRoute.Rate"/>.</summary>
    public const int MostRate = 1_000_000;

    /// <summary>The shortest <see cref="ActionRoute.Timeout"/>.</summary>
    public static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest <see cref="ActionRoute.Timeout"/>.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(5);

    /// <summary>The first member that breaks a rule, with the rule: "must be …"; null when the route obeys all.</summary>
    public static (string Member, string Rule)? Fault(ActionRoute route) =>
        !IsText(route.Name, 1, 128) ? ("name", "must be 1 to 128 bytes of UTF-8 without control characters")
        : !IsText(route.Type, 1, 128) || route.Type[..^1].Contains('*', StringComparison.Ordinal)
            ? ("type", "must be a type of actions, or the beginning of some with '*' behind it, of 1 to 128 bytes")
        : !IsUrl(route.Url) ? ("url", "must be an absolute address with http or https, without user, password and fragment, of at most 2048 characters")
        : !IsText(route.Secret.Reveal(), 16, 256) ? ("secret", "must be 16 to 256 bytes without control characters")
        : route.OldSecret is { } old && !IsText(old.Reveal(), 16, 256) ? ("old_secret", "must be 16 to 256 bytes without control characters")
        : route.Batch is < 1 or > MostAtATime ? ("batch", "must be a whole number from 1 to 1000")
        : route.Timeout < ShortestTimeout || route.Timeout > LongestTimeout ? ("timeout", "must be a duration from 100ms to 5m")
        : route.Attempts is < 1 or > MostAttempts ? ("attempts", "must be a whole number from 1 to 100")
        : route.Rate is < 1 or > MostRate ? ("rate", "must be a whole number from 1 to 1000000")
        : route.Concurrency is < 1 or > MostAtATime ? ("concurrency", "must be a whole number from 1 to 1000")
        : null;

    private static bool IsText(string text, int least, int most) =>
        Encoding.UTF8.GetByteCount(text) is var bytes && bytes >= least && bytes <= most && !text.Any(char.IsControl);

    private static bool IsUrl(string text) => text.Length <= 2_048 && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.UserInfo.Length == 0 && url.Fragment.Length == 0;
}
