using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage.Actions.Pulling;

namespace TemplateWorker.Api.Actions;

/// <summary>The body of a consumer's call. Members that a call does not know are refused.</summary>
internal sealed record PullUpload
{
    /// <summary>Ids with their quotes and commas, and the other members.</summary>
    public static readonly BodyLimit Limit = new("1000 ids, and what is around them", 64 << 10);

    private static readonly DurationSyntax Visibilities = new(TimeSpan.FromSeconds(1), TimeSpan.FromHours(12));
    private static readonly DurationSyntax Delays = new(TimeSpan.Zero, TimeSpan.FromHours(24));

    public string? Consumer { get; private set; }

    public IReadOnlyList<string> Ids { get; private set; } = [];

    public string? VisibilityText { get; private set; }

    public string? DelayText { get; private set; }

    public string Error { get; private set; } = "";

    /// <summary>The call's parser.</summary>
    /// <param name="members">What the call knows, of consumer, ids, visibility, delay and error.</param>
    public static BodyParser<PullUpload> Parser(params string[] members) => utf8 =>
    {
        var reader = new JsonBodyReader(utf8.Span, levels: 1);
        reader.ReadObject("The body");
        var upload = new PullUpload();
        while (reader.ReadMember(members) is var member and >= 0)
        {
            switch (members[member])
            {
                case "consumer":
                    upload.Consumer = reader.ReadString("consumer");
                    break;
                case "ids":
                    upload.Ids = reader.ReadStrings("ids");
                    break;
                case "visibility":
                    upload.VisibilityText = reader.ReadString("visibility");
                    break;
                case "delay":
                    upload.DelayText = reader.ReadString("delay");
                    break;
                default:
                    upload.Error = reader.ReadString("error");
                    break;
            }
        }

        return upload;
    };

    /// <summary>The consumer's name.</summary>
    public Checked<string> ReadConsumer() =>
        Consumer is null ? Problem.MissingParameter("consumer", "must be 1 to 128 characters")
        : Consumer.Length is 0 or > PullStore.MaxConsumer || Consumer.Any(char.IsControl)
            ? Problem.BrokenRule("consumer", Consumer, "must be 1 to 128 characters without control characters")
        : Consumer;

    /// <summary>The actions.</summary>
    public Checked<IReadOnlyList<Guid>> ReadIds()
    {
        if (Ids.Count is 0 or > PullStore.MaxActions)
        {
            return Problem.BrokenRule("ids", $"{Ids.Count} ids", "must be 1 to 1000 ids of actions");
        }

        var ids = new List<Guid>(Ids.Count);
        foreach (var text in Ids)
        {
            if (!Guid.TryParseExact(text, "D", out var id))
            {
                return Problem.BrokenRule("ids", text, "must be ids of actions, UUIDs");
            }

            ids.Add(id);
        }

        return new Checked<IReadOnlyList<Guid>>(ids, null);
    }

    public Checked<TimeSpan> ReadVisibility() => Read("visibility", VisibilityText, Visibilities, TimeSpan.FromSeconds(30));

    public Checked<TimeSpan> ReadDelay() => Read("delay", DelayText, Delays, TimeSpan.FromSeconds(1));

    private static Checked<TimeSpan> Read(string name, string? text, DurationSyntax syntax, TimeSpan absent)
    {
        if (text is null)
        {
            return absent;
        }

        var (value, fault) = syntax.Parse(text);
        return fault is null ? value : Problem.InvalidParameter(name, text, $"{name} {fault}.");
    }
}
