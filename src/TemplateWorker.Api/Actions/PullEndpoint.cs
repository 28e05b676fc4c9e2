using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Actions.Pulling;
using TemplateWorker.Supervision.Actions;

namespace TemplateWorker.Api.Actions;

/// <summary>Hands actions to consumers that pull.</summary>
internal sealed class PullEndpoint(PullStore store, TimeProvider time)
{
    public const string Wait = "wait";
    public const string Max = "max";

    /// <summary>Between two looks of a call that waits.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private static readonly DurationSyntax Waits = new(TimeSpan.Zero, TimeSpan.FromSeconds(60));

    public async Task<Reply> ClaimAsync(ApiCall call)
    {
        var query = call.Query(Wait, Max);
        var (wait, max) = (query.Value(Wait, Waits) ?? TimeSpan.Zero, query.Integer(Max, 1, PullStore.MaxActions, 100));
        if (query.Problem is { } queryProblem)
        {
            return queryProblem;
        }

        var (upload, bodyProblem) = await call.ReadBodyAsync(PullUpload.Limit, PullUpload.Parser("consumer", "visibility"));
        if (bodyProblem is not null)
        {
            return bodyProblem;
        }

        var (consumer, consumerProblem) = upload.ReadConsumer();
        var (visibility, visibilityProblem) = upload.ReadVisibility();
        if ((consumerProblem ?? visibilityProblem) is { } problem)
        {
            return problem;
        }

        var started = time.GetTimestamp();
        IReadOnlyList<LeasedChannel> claimed;
        while ((claimed = await store.ClaimAsync(consumer, max, visibility, call.Aborted)).Count == 0 && time.GetElapsedTime(started) < wait)
        {
            await Task.Delay(Look, time, call.Aborted);
        }

        ActionMeter.NoteClaimed(claimed.Sum(channel => channel.Actions.Count));
        return Reply.Ok(ActionAnswers.Claimed(claimed), ActionsJson.Default.ClaimAnswer);
    }

    public Task<Reply> AckAsync(ApiCall call) => ChangeAsync(
        call, ["consumer", "ids"], (upload, consumer, ids) => store.AckAsync(consumer, ids, CancellationToken.None), ActionMeter.NoteAcked);

    public Task<Reply> NackAsync(ApiCall call) => ChangeAsync(
        call,
        ["consumer", "ids", "delay", "error"],
        (upload, consumer, ids) => store.NackAsync(
            consumer, ids, upload.ReadDelay().Value, upload.Error.Length == 0 ? $"given back by {consumer}" : Problem.Shown(upload.Error), CancellationToken.None),
        ActionMeter.NoteNacked);

    public Task<Reply> ExtendAsync(ApiCall call) => ChangeAsync(
        call,
        ["consumer", "ids", "visibility"],
        (upload, consumer, ids) => store.ExtendAsync(consumer, ids, upload.ReadVisibility().Value, CancellationToken.None),
        _ => { });

    private static async Task<Reply> ChangeAsync(
        ApiCall call, string[] members, Func<PullUpload, string, IReadOnlyList<Guid>, Task<IReadOnlyList<Guid>>> change, Action<int> note)
    {
        var (upload, bodyProblem) = await call.ReadBodyAsync(PullUpload.Limit, PullUpload.Parser(members));
        if ((call.UnknownQuery ?? bodyProblem) is { } refusal)
        {
            return refusal;
        }

        var (consumer, consumerProblem) = upload.ReadConsumer();
        var (ids, idsProblem) = upload.ReadIds();
        var problem = consumerProblem ?? idsProblem ?? upload.ReadVisibility().Problem ?? upload.ReadDelay().Problem;
        if (problem is not null)
        {
            return problem;
        }

        var held = await change(upload, consumer, ids);
        note(held.Count);
        return Reply.Ok(new HeldAnswer(held), ActionsJson.Default.HeldAnswer);
    }
}
