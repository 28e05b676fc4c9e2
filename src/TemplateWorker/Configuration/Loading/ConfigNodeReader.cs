using TemplateWorker.Api.Syntax;
using TemplateWorker.Configuration.Faults;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TemplateWorker.Configuration.Loading;

/// <summary>
/// Reads one YAML document into nodes that know their lines. Anchors, aliases, tags and further documents are refused:
/// a configuration needs none of them, and each can change the meaning of a file unexpectedly.
/// </summary>
internal static class ConfigNodeReader
{
    private const int MaxDepth = 16;

    /// <summary>The root of the document; null if it is empty or malformed. Malformed documents add a fault.</summary>
    public static ConfigNode? Read(string yaml, FaultList faults)
    {
        try
        {
            var parser = new Parser(new StringReader(yaml));
            parser.Consume<StreamStart>();
            if (parser.TryConsume<StreamEnd>(out _))
            {
                return null;
            }

            parser.Consume<DocumentStart>();
            var root = ReadNode(parser, 0);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
            {
                faults.Add(Line(second), "a second document starts here; the configuration is one document");
            }

            return root;
        }
        catch (YamlException exception)
        {
            faults.Add(Math.Max(1, (int)exception.Start.Line), $"this is not YAML: {exception.Message}");
            return null;
        }
    }

    private static ConfigNode ReadNode(Parser parser, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Refusal(parser.Current!, $"nested deeper than {MaxDepth} levels");
        }

        if (parser.Accept<AnchorAlias>(out var alias))
        {
            throw Refusal(alias, "aliases are not supported: write the value out");
        }

        var start = parser.Consume<NodeEvent>();
        if (!start.Anchor.IsEmpty)
        {
            throw Refusal(start, "anchors are not supported: write the value out where it is needed");
        }

        if (!start.Tag.IsEmpty)
        {
            throw Refusal(start, $"tags are not supported, was {Quoted.Text(start.Tag.ToString())}");
        }

        return start switch
        {
            Scalar scalar => IsNothing(scalar) ? new ConfigNode.Nothing(Line(scalar)) : new ConfigNode.Scalar(Line(scalar), scalar.Value),
            SequenceStart => ReadSequence(parser, Line(start), depth),
            _ => ReadMapping(parser, Line(start), depth),
        };
    }

    private static ConfigNode.Sequence ReadSequence(Parser parser, int line, int depth)
    {
        var items = new List<ConfigNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(parser, depth + 1));
        }

        return new ConfigNode.Sequence(line, items);
    }

    private static ConfigNode.Mapping ReadMapping(Parser parser, int line, int depth)
    {
        var entries = new List<ConfigNode.Entry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                throw Refusal(parser.Current!, "a key must be a plain text");
            }

            entries.Add(new ConfigNode.Entry(Line(key), key.Value, ReadNode(parser, depth + 1)));
        }

        return new ConfigNode.Mapping(line, entries);
    }

    private static bool IsNothing(Scalar scalar) =>
        scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };

    private static int Line(ParsingEvent at) => (int)at.Start.Line;

    private static YamlException Refusal(ParsingEvent at, string message) => new(at.Start, at.End, message);
}
