using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Generation;

/// <summary>Payloads of <c>message.create</c>, <c>member.join</c> and <c>leaderboard.show</c>.</summary>
internal sealed class ChatPayloads(SeededRandom random)
{
    private long _messages = 1_180_000_000_000_000_000;

    /// <summary>A message that anybody of the tenant, or a bot, may have written.</summary>
    public JsonObject Message(DemoTenant tenant, string at)
    {
        var author = random.Pick(tenant.People);
        var content = random.Percent(7) ? random.Pick(Texts.LongChat) : random.Pick(Texts.Chat);
        var message = Message(author, content, at);
        if (random.Percent(4))
        {
            message["author"]!["bot"] = true;
        }

        if (random.Percent(15))
        {
            message["mentions"] = new JsonArray(random.Pick(tenant.People).Id, random.Pick(tenant.People).Id);
        }

        if (random.Percent(5))
        {
            var name = random.Percent(50) ? "screenshot 2026-03-02.png" : "größe_überblick.pdf";
            message["attachments"] = new JsonArray(
                new JsonObject { ["name"] = name, ["bytes"] = random.Between(2_000, 8_000_000), ["spoiler"] = random.Percent(10) });
        }

        return message;
    }

    /// <summary>A message of somebody who floods the channel.</summary>
    public JsonObject SpamMessage(DemoPerson author, string text, string at) =>
        // Case, spaces and punctuation vary, as they do with people who try to get past a filter.
        Message(author, random.Percent(30) ? text.ToUpperInvariant() : random.Percent(30) ? $"  {text} !!" : text, at);

    public JsonObject Join(DemoTenant tenant, string at)
    {
        var member = random.Pick(tenant.People);
        return new JsonObject
        {
            ["member"] = new JsonObject { ["id"] = member.Id, ["name"] = member.Name, ["locale"] = member.Locale },
            ["invited_by"] = random.Percent(40) ? random.Pick(tenant.People).Id : null,
            ["at"] = at,
        };
    }

    public JsonObject ShowLeaderboard(DemoTenant tenant, string at)
    {
        var request = new JsonObject { ["asked_by"] = random.Pick(tenant.People).Id, ["at"] = at };
        if (random.Percent(50))
        {
            request["limit"] = random.Between(3, 20);
        }

        return request;
    }

    private JsonObject Message(DemoPerson author, string content, string at)
    {
        var channel = random.Below(Texts.Channels.Count);
        return new JsonObject
        {
            ["id"] = (++_messages).ToString(),
            ["channel"] = new JsonObject { ["id"] = $"c{channel}", ["name"] = Texts.Channels[channel] },
            ["author"] = new JsonObject { ["id"] = author.Id, ["name"] = author.Name, ["bot"] = false },
            ["content"] = content,
            ["at"] = at,
        };
    }
}
