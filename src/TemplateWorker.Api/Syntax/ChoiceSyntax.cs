using TemplateWorker.Storage;

namespace TemplateWorker.Api.Syntax;

/// <summary>One word of a few. The first word of a value is the one that is shown; others are aliases.</summary>
internal sealed class ChoiceSyntax<TValue>(params (string Word, TValue Value)[] choices) : ValueSyntax<TValue>
    where TValue : struct, Enum
{
    /// <inheritdoc/>
    public override string Description => string.Join(", ", choices.Select(choice => $"`{choice.Word}`"));

    /// <inheritdoc/>
    public override Parsed<TValue> Parse(string text)
    {
        foreach (var (word, value) in choices)
        {
            if (word == text)
            {
                return Parsed<TValue>.Good(value);
            }
        }

        var words = choices.Select(choice => choice.Word).ToArray();
        var nearest = NearestName.Find(text, words) is { } name ? $"; did you mean {name}?" : string.Empty;
        return Parsed<TValue>.Bad($"must be one of {string.Join(", ", words)}, was {Quoted.Text(text)}{nearest}");
    }

    /// <inheritdoc/>
    public override string Format(TValue value) =>
        choices.First(choice => EqualityComparer<TValue>.Default.Equals(choice.Value, value)).Word;
}
