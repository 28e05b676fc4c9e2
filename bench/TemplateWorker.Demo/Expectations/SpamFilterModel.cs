using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Expectations;

/// <summary>
/// More than 4 messages in 10 s, the same text more than twice in them, or more than 3 links: a strike. Every third
/// strike mutes for 10 minutes, in which messages are dropped unseen,
/// and forgets what the author wrote before. Strikes are told to the product: a warning, or to mute the author.
/// </summary>
internal sealed class SpamFilterModel : ISampleModel
{
    private const long WindowMilliseconds = 10_000;
    private const long MuteMilliseconds = 600_000;
    private const int MostRemembered = 20;

    public string Template => "spam-filter";

    public string Scope => "spam-filter";

    public IReadOnlyList<string> Subscriptions { get; } = ["message.create"];

    public string? Apply(string eventName, JsonElement data, ExpectedTenant tenant)
    {
        var author = data.GetProperty("author");
        if (!author.GetProperty("bot").GetBoolean())
        {
            var at = DateTimeOffset.Parse(data.GetProperty("at").GetString()!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
            var verdict = Judge(author.GetProperty("id").GetString()!, data.GetProperty("content").GetString()!, at, tenant);
            tenant.In(Scope).Increment($"verdict/{verdict}");
        }

        return null;
    }

    private string Judge(string author, string content, long at, ExpectedTenant tenant)
    {
        if (tenant.State["muted"]?[author] is { } until && at < until.GetValue<long>())
        {
            return "drop";
        }

        var print = Fingerprint(content);
        var keys = tenant.In(Scope);
        var earlier = keys.Values.TryGetValue($"window/{author}", out var window) ? window.AsArray() : [];
        var recent = earlier
            .Where(message => message!["at"]!.GetValue<long>() > at - WindowMilliseconds)
            .Select(message => message!.DeepClone())
            .Append(new JsonObject { ["at"] = at, ["print"] = print })
            .TakeLast(MostRemembered)
            .ToArray();
        keys.Set($"window/{author}", new JsonArray(recent));

        var copies = recent.Count(message => message["print"]!.GetValue<long>() == print);
        var links = content.ToUpperInvariant().Split(["HTTP://", "HTTPS://"], StringSplitOptions.None).Length - 1;
        List<string> reasons = [];
        reasons.AddRange(recent.Length > 4 ? ["flood"] : []);
        reasons.AddRange(copies > 2 ? ["repeat"] : []);
        reasons.AddRange(links > 3 ? ["links"] : []);
        return reasons.Count > 0 ? Strike(author, reasons, at, tenant) : "allow";
    }

    private string Strike(string author, IEnumerable<string> reasons, long at, ExpectedTenant tenant)
    {
        if (tenant.In(Scope).Increment($"strikes/{author}") % 3 != 0)
        {
            var warning = new JsonObject { ["user"] = author, ["reasons"] = new JsonArray([.. reasons.Select(reason => JsonValue.Create(reason))]) };
            tenant.Send(Template, "chat.warn", warning);
            return "warn";
        }

        tenant.In(Scope).Values.Remove($"window/{author}");
        var muted = tenant.State["muted"]?.AsObject();
        if (muted is null)
        {
            tenant.State["muted"] = muted = [];
        }

        muted[author] = at + MuteMilliseconds;
        var until = DateTimeOffset.FromUnixTimeMilliseconds(at + MuteMilliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        tenant.Send(Template, "member.mute", new JsonObject { ["user"] = author, ["until"] = until });
        return "mute";
    }

    private static long Fingerprint(string text)
    {
        var hash = 0x811c9dc5u;
        foreach (var rune in text.ToLowerInvariant().EnumerateRunes())
        {
            if (IsLetterOrNumber(rune))
            {
                hash = (hash ^ (uint)rune.Value) * 0x01000193u;
            }
        }

        return hash;
    }

    private static bool IsLetterOrNumber(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
