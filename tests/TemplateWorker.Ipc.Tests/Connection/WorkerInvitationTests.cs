using TemplateWorker.Ipc.Connection;

namespace TemplateWorker.Ipc.Tests.Connection;

public sealed class WorkerInvitationTests
{
    private readonly Dictionary<string, string?> _environment = new(StringComparer.Ordinal) { ["PATH"] = "/bin" };
    private readonly List<string> _reads = [];

    [Fact]
    public void A_worker_reads_its_variables_and_removes_them_from_the_environment()
    {
        var given = new WorkerInvitation("/tmp/x/supervisor.sock", WorkerToken.Create());
        given.Give(_environment);
        _environment.Count.ShouldBe(3);

        var taken = Take();

        taken.SocketPath.ShouldBe(given.SocketPath);
        taken.Token.Matches(given.Token.Bytes.Span).ShouldBeTrue();
        _environment.Keys.ShouldBe(["PATH"]);
        _reads.ShouldBeUnique();
    }

    [Fact]
    public void Missing_variables_are_refused_by_name()
    {
        var refused = Should.Throw<IpcException>(Take);

        refused.Fault.ShouldBe(IpcFault.Environment);
        refused.Message.ShouldStartWith("TEMPLATE_WORKER_SOCKET is not set.");
        _environment[WorkerInvitation.SocketVariable] = "/tmp/x";
        Should.Throw<IpcException>(Take).Message.ShouldStartWith("TEMPLATE_WORKER_TOKEN is not set.");
    }

    [Theory]
    [InlineData("no base64!")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void An_invalid_token_is_refused_and_cleared_and_does_not_appear_in_the_message(string token)
    {
        _environment[WorkerInvitation.SocketVariable] = "/tmp/x";
        _environment[WorkerInvitation.TokenVariable] = token;

        var refused = Should.Throw<IpcException>(Take);

        refused.Message.ShouldNotContain(token);
        _environment.ShouldNotContainKey(WorkerInvitation.TokenVariable);
    }

    [Fact]
    public void Tokens_are_32_bytes_differ_and_are_not_printed()
    {
        var first = WorkerToken.Create();
        var second = WorkerToken.Create();

        first.Bytes.Length.ShouldBe(32);
        first.Matches(second.Bytes.Span).ShouldBeFalse();
        first.Matches(first.Bytes.Span[..31]).ShouldBeFalse();
        first.Matches(default).ShouldBeFalse();
        WorkerToken.Parse(first.ToBase64())!.Matches(first.Bytes.Span).ShouldBeTrue();
        new WorkerInvitation("/tmp/x", first).ToString().ShouldNotContain(first.ToBase64());
    }

    private WorkerInvitation Take() => WorkerInvitation.Take(
        name =>
        {
            _reads.Add(name);
            return _environment.GetValueOrDefault(name);
        },
        name => _environment.Remove(name));
}
