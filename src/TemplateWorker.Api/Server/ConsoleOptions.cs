namespace TemplateWorker.Api.Server;

/// <summary>The pages for people, served beside the API.</summary>
internal sealed record ConsoleOptions
{
    /// <summary>Whether they are served, at <c>/console</c> of <see cref="AddrsOptions.Http"/>. Default false: then nothing of them is loaded.</summary>
    public bool Enabled { get; init; }

    /// <summary>Time without a request after which a session ends. 1 min to 24 h, default 30 min.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(30);
}
