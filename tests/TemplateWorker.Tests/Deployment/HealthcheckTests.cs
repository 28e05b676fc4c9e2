using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Http;

namespace TemplateWorker.Tests.Deployment;

public sealed class HealthcheckTests
{
    [Fact]
    public async Task A_worker_that_is_ready_is_healthy()
    {
        await using var server = await LoopbackServer.StartAsync(app => app.MapGet("/readyz", () => Results.Ok("ready")));

        (await CheckAsync(server.Port)).ShouldBe(0);
    }

    [Fact]
    public async Task A_worker_that_is_not_ready_is_not_healthy()
    {
        await using var server = await LoopbackServer.StartAsync(
            app => app.MapGet("/readyz", () => Results.Problem("starting", statusCode: (int)HttpStatusCode.ServiceUnavailable)));

        (await CheckAsync(server.Port)).ShouldBe(1);
    }

    [Fact]
    public async Task A_port_on_which_nobody_listens_is_not_healthy()
    {
        int port;
        await using (var server = await LoopbackServer.StartAsync(_ => { }))
        {
            port = server.Port;
        }

        (await CheckAsync(port)).ShouldBe(1);
    }

    private static async Task<int> CheckAsync(int port)
    {
        using var script = Process.Start(RepositoryFiles.PathOf("deploy/docker/healthcheck"), [$"{port}"]);
        await script.WaitForExitAsync();
        return script.ExitCode;
    }
}
