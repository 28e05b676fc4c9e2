namespace TemplateWorker.Demo.Generation;

/// <summary>What people of the demo are called and what they write.</summary>
internal static class Texts
{
    public static readonly IReadOnlyList<(string Name, string? Locale)> Names =
    [
        ("Zoë", "nl-NL"), ("Łukasz", "pl-PL"), ("王芳", "zh-CN"), ("Олена", "uk-UA"), ("María José", "es-MX"), ("Nguyễn Văn An", "vi-VN"),
        ("Siobhán", "en-IE"), ("أمينة", "ar-MA"), ("דנה", "he-IL"), ("さくら", "ja-JP"), ("민준", "ko-KR"), ("Jürgen", "de-DE"),
        ("Amélie", "fr-FR"), ("Bob", "en-US"), ("Priya", "hi-IN"), ("Θεοδώρα", "el-GR"), ("Ağça", "tr-TR"), ("xX_sniper_Xx", null),
        ("💫nova", null), ("Robert'); DROP TABLE members;--", "en-GB"), ("Þórunn", "is-IS"), ("Kwame", "en-GH"), ("Chloé", "fr-CA"),
        ("Björn", "sv-SE"), ("O'Neil", "en-IE"), ("null", null), ("João", "pt-BR"), ("Ivana", "hr-HR"), ("<b>Mallory</b>", "en"), ("Anke", "de-AT"),
    ];

    public static readonly IReadOnlyList<string> Chat =
    [
        "good morning ☀️", "anyone up for a match tonight?", "lol", "brb", "gg", "the build is green again 🎉", "who broke staging?",
        "Кто сегодня вечером онлайн?", "今日は雨ですね", "das Update läuft jetzt auf allen Servern", "on se retrouve à 20 h ?",
        "I pushed the fix, could someone have a look?", "que tengan buen día 🙌", "does the shop take PayPal?", "😂😂😂", "nice one!",
        "shall we move the meeting to Thursday?", "the new map is so much better than the old one", "ปิดเซิร์ฟเวอร์ตอนเที่ยงคืนนะ",
        "my order still has not arrived, who can I ask about that?", "+1", "read the pinned message first please", "أهلا وسهلا بالجميع",
        "hotfix 2.14.1 is live, tell me if the crash comes back", "who wants to take over the raid on Sunday, I cannot make it",
    ];

    public static readonly IReadOnlyList<string> LongChat =
    [
        "Here is what I found out about the lag. It only happens between seven and nine in the evening, it hits everybody on the same "
        + "node, and it goes away when the backup job is stopped. I have asked the provider to move the job to the night. If it is still "
        + "there tomorrow, please write down the time and your node, so that we can compare it with their graphs.",
        "Patch notes, in short:\n- the inventory no longer forgets its order\n- trades can be cancelled until both sides agreed\n"
        + "- the arena starts with four players instead of six\n- fixed: pets that followed the wrong owner\n- fixed: double rewards after a "
        + "reconnect\n\nThank you all for the reports 💛 and see you on Saturday for the tournament. Sign up in #events, there are still places.",
        "Zusammenfassung vom Treffen: Wir behalten die Rollen, aber jede Rolle bekommt eine Vertretung. Neue Mitglieder werden in der ersten "
        + "Woche von jemandem begleitet. Die Regeln stehen ab heute im angepinnten Beitrag; wer nicht einverstanden ist, schreibt bitte bis "
        + "Freitag in diesen Kanal. Danke für eure Geduld, es war ein langer Abend.",
    ];

    public static readonly IReadOnlyList<string> Spam =
    [
        "FREE GIFT CARDS https://gifts.example/claim https://gifts.example/a https://gifts.example/b https://gifts.example/now",
        "Buy gold cheap!!! https://gold.example", "CLICK HERE NOW", "make $$$ from home, ask me how", "subscribe to my channel",
    ];

    public static readonly IReadOnlyList<string> Channels = ["general", "random", "support", "événements", "разработка", "showcase"];

    public static readonly IReadOnlyList<(string Name, string Country, string? VatId)> Customers =
    [
        ("Müller & Söhne GmbH", "DE", "DE123456789"), ("Brasserie de l'Étoile SARL", "FR", "FR4A123456789"), ("Alpenkräuter OG", "AT", "ATU12345678"),
        ("Zielony Młyn sp. z o.o.", "PL", "PL1234567890"), ("Kestrel Optics Ltd", "GB", null), ("Nakamura Print 株式会社", "JP", null),
        ("Blue Ridge Supply Co.", "US", null), ("Bergbahn Säntis AG", "CH", null), ("Kunterbunt e. K.", "DE", null),
    ];

    public static readonly IReadOnlyList<string> Products =
    [
        "Server, 4 cores, 16 GiB, monthly", "Support hours, senior", "Domain example.org, one year", "Café crème, 1 kg", "Print run, A2, matte",
        "Lizenz „Team“, 5 Plätze", "Shipping, tracked", "Training day on site", "USB-C cable 2 m", "Wooden toy «Bär»",
    ];

    public static readonly IReadOnlyList<string> Commits =
    [
        "Fix off-by-one in the page cursor", "Bump version to 2.14.1", "Make the retry delay configurable", "Refactor: move parsing out of the handler",
        "Add Polish translation 🇵🇱", "Revert \"Cache the session in memory\"\n\nIt lost sessions when a node restarted.", "docs: say what `limit` counts",
        "Handle a closed socket in the middle of a frame\n\nThe reader took the end of the stream for an empty frame and span.", "WIP",
        "Test the upgrade from 1.x with real data",
    ];

    public static readonly IReadOnlyList<string> Issues =
    [
        "Crash when the name contains an emoji", "Search is slow with more than 10,000 members", "Dark mode for the settings page", "Typo in the invoice mail",
        "Webhook is delivered twice", "Time zone of the reminder is wrong after 25 October", "Ошибка при входе через SSO", "Allow `limit=0`",
    ];

    public static readonly IReadOnlyList<string> Files =
        ["src/index.ts", "src/lib/cursor.ts", "README.md", "i18n/pl.json", "test/upgrade.test.ts", "docs/api.md", "src/http/socket.ts", "package.json"];
}
