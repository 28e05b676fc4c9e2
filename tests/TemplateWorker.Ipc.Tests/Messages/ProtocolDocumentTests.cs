using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using TemplateWorker.Ipc.Codec;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Ipc.Tests.Messages;

/// <summary>Compares docs/protocol.md with the code.</summary>
public sealed partial class ProtocolDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Root(), "docs", "protocol.md"));

    [Fact]
    public void The_document_lists_every_message_with_its_code_and_its_fields_in_order()
    {
        foreach (var code in Enum.GetValues<MessageCode>())
        {
            var type = typeof(SupervisorMessage).Assembly.GetType($"{typeof(SupervisorMessage).Namespace}.{code}").ShouldNotBeNull();
            RowOf($"| {(int)code} | `{code}` |").ShouldBe(FieldsOf(type), $"{code}");
        }

        MessageRow().Count(Document).ShouldBe(Enum.GetValues<MessageCode>().Length);
    }

    [Theory]
    [InlineData(typeof(SlotAssignment))]
    [InlineData(typeof(HandedDelivery))]
    [InlineData(typeof(RunningRun))]
    [InlineData(typeof(RunResult))]
    [InlineData(typeof(RunError))]
    [InlineData(typeof(TemplateFault))]
    [InlineData(typeof(MeasuredCount))]
    [InlineData(typeof(MeasuredDistribution))]
    [InlineData(typeof(MeasuredBucket))]
    public void The_document_lists_every_record_within_a_message_with_its_fields_in_order(Type type) =>
        RowOf($"| `{type.Name}` |").ShouldBe(FieldsOf(type));

    [Theory]
    [InlineData(typeof(HandshakeRefusal))]
    [InlineData(typeof(DispatchStatus))]
    [InlineData(typeof(GoodbyeReason))]
    public void The_document_lists_every_enum_with_its_values(Type type)
    {
        var values = Enum.GetValues(type).Cast<object>()
            .Select(value => $"{Convert.ToInt32(value, CultureInfo.InvariantCulture)} `{value}`");

        Document.ShouldContain($"| `{type.Name}` | {string.Join(" · ", values)} |");
    }

    [Fact]
    public void The_document_lists_every_disconnect_reason_and_every_call_outcome()
    {
        foreach (var name in Enum.GetNames<DisconnectReason>())
        {
            Document.ShouldContain($"| `{name}` |");
        }

        foreach (var outcome in typeof(CallOutcome<>).GetNestedTypes())
        {
            Document.ShouldContain($"| `{outcome.Name}` |");
        }
    }

    [Fact]
    public void The_document_has_the_limits_of_the_code()
    {
        var options = new IpcOptions();
        string[] sentences =
        [
            $"version {ProtocolVersion.Current}.",
            $"n is from 1 to {Grouped(options.MaxFrameBytes)} ({options.MaxFrameBytes / (1024 * 1024)} MiB)",
            $"at most {Grouped(options.MaxQueuedMessages)} messages\n  and {options.MaxQueuedBytes / (1024 * 1024)} MiB",
            $"A handshake takes at most {options.HandshakeTimeout.TotalSeconds} s",
            $"noticed within {PendingCalls<DispatchFinished>.Granularity.TotalMilliseconds} ms",
            $"| name | str, at most {Grouped(FieldLimits.NameBytes)} bytes",
            $"| tenant | str, at most {FieldLimits.TenantBytes} bytes",
            $"at most {Grouped(FieldLimits.TextBytes)} bytes; the sender cuts a text after {Grouped(FieldLimits.TextUnits)} UTF-16 units",
            $"at most {FieldLimits.Duration.TotalDays} days in either direction",
            $"map of name to source, at most {Grouped(CheckTemplate.MaxFiles)} ",
            $"`Token` bytes, at most {Hello.MaxTokenBytes} ",
            $"list of RunningRun, at most {Grouped(Heartbeat.MaxRunning)} ",
            $"list of RunResult, at most {DispatchFinished.MaxResults} ",
            $"list of name, at most {Grouped(TemplateChecked.MaxSubscriptions)} ",
            $"list of SlotAssignment, at most {Grouped(FieldLimits.Slots)} ",
            $"list of slot, at most {Grouped(FieldLimits.Slots)} ",
            $"list of MeasuredCount, at most {Measures.MaxCounts} ",
            $"list of MeasuredDistribution, at most {Measures.MaxDistributions} ",
            $"list of MeasuredBucket, at most {MeasuredDistribution.MaxBuckets} ",
            $"list of HandedDelivery, at most {Grouped(HandDeliveries.MaxDeliveries)} ",
            $"| slot | int from 0 to {Grouped(FieldLimits.Slots - 1)} ",
            $"a fresh token, {WorkerToken.SizeBytes} random bytes",
            $"| `{WorkerInvitation.SocketVariable}` |",
            $"| `{WorkerInvitation.TokenVariable}` |",
        ];

        sentences.Where(sentence => !Document.Contains(sentence, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static List<string> RowOf(string beginning)
    {
        var row = Document.Split('\n').Where(line => line.StartsWith(beginning, StringComparison.Ordinal)).ShouldHaveSingleItem();
        return [.. Field().Matches(row[beginning.Length..]).Select(match => match.Groups["name"].Value)];
    }

    // All messages are encoded in the order of declaration.
    private static IEnumerable<string> FieldsOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .OrderBy(property => property.MetadataToken)
            .Select(property => property.Name);

    private static string Grouped(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "TemplateWorker.sln")))
        {
            directory = directory.Parent;
        }

        return directory.ShouldNotBeNull().FullName;
    }

    [GeneratedRegex(@"^\| \d+ \| `", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MessageRow();

    [GeneratedRegex("`(?<name>[A-Za-z]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();
}
