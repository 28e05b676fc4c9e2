namespace TemplateWorker.Configuration.Loading;

/// <summary>A value of a YAML document, with the line that it starts on, from 1.</summary>
internal abstract record ConfigNode(int Line)
{
    /// <summary>The kind of value, for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>Keys and values in the order of the file; a key may occur twice.</summary>
    public sealed record Mapping(int Line, IReadOnlyList<Entry> Entries) : ConfigNode(Line)
    {
        /// <inheritdoc/>
        public override string Kind => "a section";
    }

    /// <summary>A list.</summary>
    public sealed record Sequence(int Line, IReadOnlyList<ConfigNode> Items) : ConfigNode(Line)
    {
        /// <inheritdoc/>
        public override string Kind => "a list";
    }

    /// <summary>A text, a number, or a truth value: all are text here.</summary>
    public sealed record Scalar(int Line, string Text) : ConfigNode(Line)
    {
        /// <inheritdoc/>
        public override string Kind => "a single value";
    }

    /// <summary>No value: nothing after the colon, <c>~</c>, or <c>null</c>.</summary>
    public sealed record Nothing(int Line) : ConfigNode(Line)
    {
        /// <inheritdoc/>
        public override string Kind => "nothing";
    }

    /// <summary>A key and its value.</summary>
    public sealed record Entry(int Line, string Key, ConfigNode Value);
}
