using TemplateWorker.Api.Tests.Support;

namespace TemplateWorker.Console.Tests.Support;

/// <summary>A server with a console.</summary>
internal sealed class ConsoleServer : IAsyncDisposable
{
    private ConsoleServer(ApiServer api, ConsoleSite site) => (Api, Site) = (api, site);

    public ApiServer Api { get; }

    public ConsoleSite Site { get; }

    public Uri Address => Api.Client.BaseAddress!;

    /// <summary>Starts a server whose one worker is ready.</summary>
    public static Task<ConsoleServer> StartAsync(Func<ApiServerOptions, ApiServerOptions>? configure = null) => StartAsync(ApiServer.StartAsync, configure);

    /// <summary>Starts a server whose workers are not started.</summary>
    public static Task<ConsoleServer> StartWithoutWorkersAsync(Func<ApiServerOptions, ApiServerOptions>? configure = null) =>
        StartAsync(ApiServer.StartWithoutWorkersAsync, configure);

    /// <summary>Logs in.</summary>
    public async Task<Visitor> LogInAsync(string token)
    {
        var visitor = new Visitor(Address);
        var answer = await visitor.LogInAsync(token);
        answer.Status.ShouldBe(303, answer.Text);
        return visitor;
    }

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    private static async Task<ConsoleServer> StartAsync(
        Func<Func<ApiServerOptions, ApiServerOptions>?, Task<ApiServer>> start, Func<ApiServerOptions, ApiServerOptions>? configure)
    {
        ConsoleSite? site = null;
        var api = await start(options =>
        {
            var configured = configure?.Invoke(options) ?? options;
            return configured with
            {
                ConsoleOptions = configured.ConsoleOptions with { Enabled = true },
                Console = (parts, ground) => (site = new ConsoleSite(parts, ground)).ServeAsync,
            };
        });
        return new ConsoleServer(api, site!);
    }
}
