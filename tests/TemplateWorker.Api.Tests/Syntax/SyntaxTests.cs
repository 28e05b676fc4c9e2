using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Api.Tests.Syntax;

public sealed class SyntaxTests
{
    private static readonly DurationSyntax Duration = new(TimeSpan.Zero, TimeSpan.FromDays(7));
    private static readonly SizeSyntax Size = new(0, long.MaxValue);

    [Theory]
    [InlineData("0s", 0)]
    [InlineData("500ms", 500)]
    [InlineData("10s", 10_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1h1m1s1ms", 3_661_001)]
    [InlineData("24h", 86_400_000)]
    [InlineData("90s", 90_000)]
    public void A_duration_is_read(string text, int milliseconds) =>
        Duration.Parse(text).ShouldBe(Parsed<TimeSpan>.Good(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1.5s")]
    [InlineData("1 s")]
    [InlineData(" 1s")]
    [InlineData("1s1m")]
    [InlineData("1s1s")]
    [InlineData("1S")]
    [InlineData("1d")]
    [InlineData("1m30")]
    [InlineData("99999999999999999999h")]
    [InlineData("١s")]
    public void What_is_no_duration_is_refused(string text) => Duration.Parse(text).Fault.ShouldNotBeNull();

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "1ms")]
    [InlineData(90_000, "1m30s")]
    [InlineData(86_400_000, "24h")]
    public void A_duration_is_written_as_it_is_read(int milliseconds, string text)
    {
        Duration.Format(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(text);
        Duration.Parse(text).Value.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public void A_duration_out_of_bounds_is_told_with_the_bound()
    {
        var syntax = new DurationSyntax(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

        syntax.Parse("999ms").Fault.ShouldBe("must be at least 1s, was 999ms");
        syntax.Parse("61s").Fault.ShouldBe("must be at most 1m, was 61s");
        syntax.Parse("1s").Fault.ShouldBeNull();
        syntax.Parse("60s").Fault.ShouldBeNull();
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("512", 512)]
    [InlineData("512B", 512)]
    [InlineData("256KiB", 256L << 10)]
    [InlineData("64MiB", 64L << 20)]
    [InlineData("1GiB", 1L << 30)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void A_size_is_read(string text, long bytes) => Size.Parse(text).ShouldBe(Parsed<long>.Good(bytes));

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("64MB")]
    [InlineData("64M")]
    [InlineData("64mib")]
    [InlineData("64 MiB")]
    [InlineData("-1")]
    [InlineData("1.5GiB")]
    [InlineData("1GiB1MiB")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999GiB")]
    public void What_is_no_size_is_refused(string text) => Size.Parse(text).Fault.ShouldNotBeNull();

    [Theory]
    [InlineData(0, "0")]
    [InlineData(512, "512")]
    [InlineData(1536, "1536")]
    [InlineData(1024, "1KiB")]
    [InlineData(64L << 20, "64MiB")]
    [InlineData(3L << 30, "3GiB")]
    public void A_size_is_written_as_it_is_read(long bytes, string text)
    {
        Size.Format(bytes).ShouldBe(text);
        Size.Parse(text).Value.ShouldBe(bytes);
    }

    [Theory]
    [InlineData("0", "must be at least 1, was 0")]
    [InlineData("-5", "must be at least 1, was -5")]
    [InlineData("11", "must be at most 10, was 11")]
    [InlineData("99999999999", "must be at most 10, was 99999999999")]
    [InlineData("five", "must be a whole number, was 'five'")]
    [InlineData("1.0", "must be a whole number, was '1.0'")]
    [InlineData("1e3", "must be a whole number, was '1e3'")]
    [InlineData("1_000", "must be a whole number, was '1_000'")]
    [InlineData(" 1", "must be a whole number, was ' 1'")]
    public void What_is_no_whole_number_in_bounds_is_refused(string text, string fault) =>
        new IntegerSyntax(1, 10).Parse(text).Fault.ShouldBe(fault);

    [Fact]
    public void The_word_cores_is_the_number_of_cores()
    {
        var syntax = new CoresSyntax(1024);

        syntax.Parse("cores").Value.ShouldBe(Environment.ProcessorCount);
        syntax.Parse("12").Value.ShouldBe(12);
        syntax.Parse("core").Fault.ShouldBe("must be a whole number or 'cores', was 'core'");
        syntax.Parse("0").Fault.ShouldBe("must be at least 1, was 0");
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("True")]
    [InlineData("1")]
    public void Only_true_and_false_are_truth_values(string text) =>
        new BooleanSyntax().Parse(text).Fault.ShouldBe($"must be true or false, was '{text}'");

    [Theory]
    [InlineData("8080")]
    [InlineData(":8080")]
    [InlineData("*:8080")]
    [InlineData("127.1:8080")]
    [InlineData("1:8080")]
    [InlineData("::1:8080")]
    [InlineData("[127.0.0.1]:8080")]
    [InlineData("[::1]")]
    [InlineData("[]:1")]
    [InlineData("example.org:8080")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("http://127.0.0.1:80")]
    public void What_is_no_address_and_port_is_refused(string text) => new EndpointSyntax().Parse(text).Fault.ShouldNotBeNull();

    [Theory]
    [InlineData("127.0.0.1:8080")]
    [InlineData("0.0.0.0:0")]
    [InlineData("[::]:65535")]
    [InlineData("[2001:db8::1]:443")]
    public void An_address_and_port_is_written_as_it_is_read(string text)
    {
        var syntax = new EndpointSyntax();

        syntax.Format(syntax.Parse(text).Value).ShouldBe(text);
    }

    [Theory]
    [InlineData("none", "none")]
    [InlineData("api.example.com", "api.example.com")]
    [InlineData("api.example.com,worker , 10.0.0.5", "api.example.com, worker, 10.0.0.5")]
    [InlineData("template_worker", "template_worker")]
    [InlineData("a, A", "a")]
    [InlineData("[fd00::1]", "[fd00::1]")]
    public void Hosts_are_read_and_written(string text, string written)
    {
        var hosts = new HostsSyntax();

        hosts.Format(hosts.Parse(text).Value).ShouldBe(written);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,")]
    [InlineData("a b")]
    [InlineData("a:8080")]
    [InlineData("http://a")]
    [InlineData("*")]
    [InlineData("*.example.com")]
    [InlineData("example..com")]
    [InlineData("fd00::1")]
    [InlineData("[fd00::1]:80")]
    [InlineData("[10.0.0.1]")]
    [InlineData("bücher.example")]
    public void What_is_no_host_is_refused_by_name(string text) => new HostsSyntax().Parse(text).Fault.ShouldNotBeNull().ShouldStartWith("must be names or addresses of hosts");

    [Fact]
    public void Too_many_hosts_are_told_with_their_number() =>
        new HostsSyntax().Parse(string.Join(',', Enumerable.Range(0, 65).Select(i => $"h{i}"))).Fault.ShouldBe("must be at most 64 names, was 65");
}
