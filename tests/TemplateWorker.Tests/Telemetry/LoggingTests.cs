using System.Text.Json;
using Microsoft.Extensions.Logging;
using TemplateWorker.Runs.Logging;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Tests.Telemetry;

public sealed partial class LoggingTests
{
    private static readonly LoggingOptions Text = new();
    private static readonly LoggingOptions Json = new() { Format = LogFormat.Json };

    [Fact]
    public void A_line_for_people_has_time_level_role_and_message()
    {
        var text = Lines(Text, ProcessRole.Supervisor, null, logger => WorkerReady(logger, 3)).ShouldHaveSingleItem();

        text.ShouldMatch(@"^\d\d:\d\d:\d\d\.\d{3} info  supervisor Worker 3 is ready\n$");
    }

    [Fact]
    public void A_line_for_people_has_the_number_of_the_worker_and_what_it_is_about()
    {
        var text = Lines(Text, ProcessRole.Worker, 12, logger =>
        {
            using (logger.BeginScope(new RunScope("guild:1", "greeter", "r1")))
            {
                Slow(logger, "a text");
            }

            Slow(logger, "after");
        });

        text[0].ShouldEndWith("warn  worker 12  Slow: a text tenant=guild:1 template=greeter run=r1\n");
        text[1].ShouldEndWith("warn  worker 12  Slow: after\n");
    }

    [Fact]
    public void What_the_message_says_is_not_said_again()
    {
        var text = Lines(Text, ProcessRole.Worker, 0, logger =>
        {
            using (logger.BeginScope(new RunScope("guild:1", null, null)))
            {
                Dropped(logger, "guild:1");
            }
        });

        text.ShouldHaveSingleItem().ShouldEndWith("Dropped the heap of guild:1\n");
    }

    [Fact]
    public void Text_of_a_tenant_can_neither_forge_a_line_nor_steer_the_terminal()
    {
        var text = Lines(Text, ProcessRole.Worker, 0, logger =>
        {
            using (logger.BeginScope(new RunScope("guild:1\nfatal", "\u001b]0;title\u0007", "\u202e")))
            {
                Slow(logger, "a\r\n00:00:00.000 info  supervisor all is well\u001b[2J\u009b\u2028\u0085\U000E0001");
            }
        });

        text.ShouldHaveSingleItem().ShouldEndWith(
            "Slow: a\\r\\n00:00:00.000 info  supervisor all is well\\u001b[2J\\u009b\\u2028\\u0085\\U000e0001"
            + " tenant=guild:1\\nfatal template=\\u001b]0;title\\u0007 run=\\u202e\n");
    }

    [Fact]
    public void The_lines_of_an_exception_are_indented_and_escaped()
    {
        var text = Lines(Text, ProcessRole.Worker, 0, logger => Failed(logger, new InvalidOperationException("bad\n00:00:00.000 info \u001b[2J")));

        var lines = text.ShouldHaveSingleItem().TrimEnd('\n').Split('\n');
        lines[0].ShouldEndWith("error worker 0   Failed");
        lines[1].ShouldBe("    System.InvalidOperationException: bad");
        lines[2].ShouldBe("    00:00:00.000 info \\u001b[2J");
    }

    [Fact]
    public void Only_a_terminal_gets_colours()
    {
        var coloured = new CollectingSink(LoggingSetup.Formatter(LogFormat.Text, LineColours.Ansi));
        using (var loggers = LoggingSetup.Create(Text, ProcessRole.Supervisor, null, coloured))
        {
            WorkerReady(loggers.CreateLogger("test"), 1);
        }

        coloured.Texts[0].ShouldContain("\u001b[32minfo \u001b[0m");
        Lines(Text, ProcessRole.Supervisor, null, logger => WorkerReady(logger, 1))[0].ShouldNotContain('\u001b');
    }

    [Fact]
    public void A_line_for_machines_is_one_object_with_role_worker_and_what_it_is_about()
    {
        var text = Lines(Json, ProcessRole.Worker, 2, logger =>
        {
            using (logger.BeginScope(new RunScope("guild:1", "greeter", "r1")))
            {
                Slow(logger, "a\n\u001b\"b\"");
            }
        }).ShouldHaveSingleItem();

        text.ShouldEndWith("}\n");
        text.TrimEnd('\n').ShouldNotContain('\n');
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        root.GetProperty("Level").GetString().ShouldBe("Warning");
        root.GetProperty("RenderedMessage").GetString()!.ShouldStartWith("Slow: ");
        var properties = root.GetProperty("Properties");
        properties.GetProperty("Role").GetString().ShouldBe("worker");
        properties.GetProperty("Worker").GetInt32().ShouldBe(2);
        properties.GetProperty("Tenant").GetString().ShouldBe("guild:1");
        properties.GetProperty("Template").GetString().ShouldBe("greeter");
        properties.GetProperty("Run").GetString().ShouldBe("r1");
        properties.GetProperty("Text").GetString().ShouldBe("a\n\u001b\"b\"");
    }

    [Fact]
    public void A_line_for_machines_holds_the_exception()
    {
        var text = Lines(Json, ProcessRole.Supervisor, null, logger => Failed(logger, new InvalidOperationException("bad\nworse")));

        using var document = JsonDocument.Parse(text.ShouldHaveSingleItem());
        document.RootElement.GetProperty("Exception").GetString()!.ShouldContain("bad\nworse");
        document.RootElement.GetProperty("Properties").TryGetProperty("Worker", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(LogLevel.Trace, 3)]
    [InlineData(LogLevel.Information, 3)]
    [InlineData(LogLevel.Warning, 2)]
    [InlineData(LogLevel.Error, 1)]
    [InlineData(LogLevel.Critical, 0)]
    public void What_is_below_the_level_is_not_written(LogLevel level, int lines) =>
        Lines(new LoggingOptions { Level = level }, ProcessRole.Supervisor, null, logger =>
        {
            WorkerReady(logger, 1);
            Slow(logger, "x");
            Failed(logger, new InvalidOperationException());
        }).Count.ShouldBe(lines);

    [Theory]
    [InlineData(LogLevel.Information, false)]
    [InlineData(LogLevel.Debug, true)]
    [InlineData(LogLevel.Error, false)]
    public void The_framework_is_quieter_than_we_are(LogLevel level, bool isWritten)
    {
        var sink = new CollectingSink(LoggingSetup.Formatter(LogFormat.Text, LineColours.None));
        using (var loggers = LoggingSetup.Create(new LoggingOptions { Level = level }, ProcessRole.Supervisor, null, sink))
        {
            WorkerReady(loggers.CreateLogger("Microsoft.AspNetCore.Hosting"), 1);
        }

        sink.Texts.Count.ShouldBe(isWritten ? 1 : 0);
    }

    [Fact]
    public void A_scope_has_only_what_it_was_given()
    {
        new RunScope("guild:1", null, null).Select(property => property.Key).ShouldBe(["Tenant"]);
        new RunScope("guild:1", "a", "b").Select(property => property.Key).ShouldBe(["Tenant", "Template", "Run"]);
    }

    private static IReadOnlyList<string> Lines(LoggingOptions options, ProcessRole role, int? worker, Action<ILogger> log)
    {
        var sink = new CollectingSink(LoggingSetup.Formatter(options.Format, LineColours.None));
        using (var loggers = LoggingSetup.Create(options, role, worker, sink))
        {
            log(loggers.CreateLogger("TemplateWorker.Test"));
        }

        return sink.Texts;
    }

    [LoggerMessage(9001, LogLevel.Information, "Worker {Slot} is ready")]
    private static partial void WorkerReady(ILogger logger, int slot);

    [LoggerMessage(9002, LogLevel.Warning, "Slow: {Text}")]
    private static partial void Slow(ILogger logger, string text);

    [LoggerMessage(9003, LogLevel.Error, "Failed")]
    private static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(9004, LogLevel.Information, "Dropped the heap of {Tenant}")]
    private static partial void Dropped(ILogger logger, string tenant);
}
