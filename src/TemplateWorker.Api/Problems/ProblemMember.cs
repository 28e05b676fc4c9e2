namespace TemplateWorker.Api.Problems;

/// <summary>A member that a problem has beside the standard ones: a text, a number, a place in the body, or errors of lines.</summary>
internal readonly record struct ProblemMember
{
    private readonly object _value;

    public ProblemMember(string name, string text) => (Name, _value) = (name, text);

    public ProblemMember(string name, long number) => (Name, _value) = (name, number);

    public ProblemMember(JsonPosition position) => (Name, _value) = ("position", position);

    public ProblemMember(LineError[] errors) => (Name, _value) = ("errors", errors);

    public string Name { get; }

    public void Write(System.Text.Json.Utf8JsonWriter writer)
    {
        switch (_value)
        {
            case string text:
                writer.WriteString(Name, text);
                break;
            case long number:
                writer.WriteNumber(Name, number);
                break;
            case JsonPosition position:
                writer.WriteStartObject(Name);
                writer.WriteNumber("line", position.Line);
                writer.WriteNumber("column", position.Column);
                writer.WriteNumber("byte", position.Byte);
                writer.WriteEndObject();
                break;
            case LineError[] errors:
                writer.WritePropertyName(Name);
                System.Text.Json.JsonSerializer.Serialize(writer, errors, ProblemsJson.Default.LineErrorArray);
                break;
        }
    }
}
