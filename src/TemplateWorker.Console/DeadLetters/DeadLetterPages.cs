using System.Globalization;
using TemplateWorker.Api.Deliveries;
using TemplateWorker.Api.Problems;
using TemplateWorker.Console.Serving;
using TemplateWorker.Console.Text;
using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Console.DeadLetters;

/// <summary>The dead letters of a tenant: by cause, one by one, and what is done with them.</summary>
internal sealed class DeadLetterPages(DeliveryStore store, DeliveryChanges changes)
{
    public const string Change = "change";
    public const string Id = "id";

    private const string After = "after";
    private const string Done = "done";
    private const string Count = "count";
    private const string QueueFull = "queue_full";
    private const string Delivery = "delivery";
    private const string OneTenant = $"{ConsoleLinks.Tenants}/{{{PageRoute.Tenant}}}";

    public IReadOnlyList<PageRoute> Routes =>
    [
        PageRoute.Get($"{OneTenant}/dead-letters", PageAccess.Tenant, ListAsync),
        PageRoute.Post($"{OneTenant}/dead-letters/confirm", PageAccess.Tenant, ConfirmAsync),
        PageRoute.Post($"{OneTenant}/dead-letters/change", PageAccess.Tenant, ChangeAsync),
        PageRoute.Get($"{OneTenant}/deliveries/{{{Delivery}}}", PageAccess.Tenant, ShowAsync),
    ];

    private async Task<ConsoleReply> ListAsync(PageCall call)
    {
        var query = call.Query(After, Done, Count, QueueFull);
        var after = query.Number(After, "must be that of the page before");
        var (done, count) = (query.Word(Done, [.. Enum.GetValues<DeadLetterChange>().Select(DeadLetterWords.Of)]), query.Number(Count, "must be a number"));
        var isFull = query.Flag(QueueFull);
        if (query.Problem is { } problem)
        {
            return ConsoleReply.Page.Of(problem);
        }

        var filter = new DeliveryFilter { Tenant = call.Tenant, State = DeliveryState.Dead, After = after, Limit = DeliveryFilter.MaxLimit };
        var letters = await store.ListAsync(filter, call.Aborted);
        var next = letters.Count < filter.Limit
            ? null
            : ConsoleLinks.With(ConsoleLinks.DeadLetters(call.Tenant), (After, letters[^1].Id.ToString(CultureInfo.InvariantCulture)));
        var model = new DeadLettersModel(call.Tenant, DeadLetterGroups.Of(letters), letters.Count, next, Notice(done, count, isFull));
        return new ConsoleReply.Page($"Dead letters of {call.Tenant}", typeof(DeadLettersPage), model);
    }

    private async Task<ConsoleReply> ConfirmAsync(PageCall call)
    {
        if (Selection(call, out var change, out var ids) is { } problem)
        {
            return ConsoleReply.Page.Of(problem);
        }

        var filter = new DeliveryFilter { Tenant = call.Tenant, State = DeliveryState.Dead, Ids = ids, Limit = DeliveryFilter.MaxLimit };
        var letters = await store.ListAsync(filter, call.Aborted);
        return new ConsoleReply.Page(
            $"{DeadLetterWords.Button(change)} dead letters of {call.Tenant}",
            typeof(ConfirmationPage),
            new ConfirmationModel(call.Tenant, change, DeadLetterGroups.Of(letters), ids.Count - letters.Count));
    }

    private async Task<ConsoleReply> ChangeAsync(PageCall call)
    {
        if (Selection(call, out var change, out var ids) is { } problem)
        {
            return ConsoleReply.Page.Of(problem);
        }

        // Only what is still dead: one that was replayed meanwhile has another id.
        var filter = new DeliveryFilter { Tenant = call.Tenant, State = DeliveryState.Dead, Ids = ids, Limit = DeliveryFilter.MaxLimit };
        var replayed = change == DeadLetterChange.Replay
            ? await changes.ReplayAsync(filter, call.Actor, call.Caller.Name)
            : new ReplayedDeliveries(await changes.DropAsync(filter, call.Actor, call.Caller.Name), IsQueueFull: false);
        return new ConsoleReply.SeeOther(ConsoleLinks.With(
            ConsoleLinks.DeadLetters(call.Tenant),
            (Done, DeadLetterWords.Of(change)),
            (Count, replayed.Count.ToString(CultureInfo.InvariantCulture)),
            (QueueFull, replayed.IsQueueFull ? "true" : null)));
    }

    private async Task<ConsoleReply> ShowAsync(PageCall call)
    {
        var text = call[Delivery];
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return ConsoleReply.Page.Of(Problem.BrokenRule(Delivery, text, "must be a delivery's id, a whole number"));
        }

        return await store.ReadAsync(call.Tenant, id, call.Aborted) is { } details
            ? new ConsoleReply.Page($"Delivery {id}", typeof(DeliveryPage), new DeliveryModel(call.Tenant, details))
            : ConsoleReply.Page.Of(new Problem(
                ProblemKinds.UnknownDelivery, $"{call.Tenant} has no delivery {id}: it is done, was dropped or replayed, or never existed."));
    }

    private static Problem? Selection(PageCall call, out DeadLetterChange change, out IReadOnlyList<long> ids)
    {
        var (word, texts) = (call.Form[Change].ToString(), call.Form[Id]);
        change = DeadLetterWords.Parse(word) ?? default;
        List<long> read = [];
        ids = read;
        if (DeadLetterWords.Parse(word) is null)
        {
            return Problem.BrokenRule(Change, word, "must be 'replay' or 'drop'");
        }

        foreach (var text in texts)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return Problem.BrokenRule(Id, text ?? string.Empty, "must be a dead letter's id, a whole number");
            }

            read.Add(id);
        }

        return read.Count switch
        {
            0 => new Problem(ProblemKinds.InvalidParameter, "No dead letter was selected. Go back and select one at least."),
            > DeliveryFilter.MaxLimit => new Problem(
                ProblemKinds.InvalidParameter, $"{read.Count} dead letters were selected; at most {DeliveryFilter.MaxLimit} can be changed at once."),
            _ => null,
        };
    }

    private static string? Notice(string? done, long? count, bool isFull) => DeadLetterWords.Parse(done) is { } change && count is { } number
        ? DeadLetterWords.Done(change, number) + (isFull ? " The others stay, because the tenant's queue is full (limits.queued_deliveries)." : null)
        : null;
}
