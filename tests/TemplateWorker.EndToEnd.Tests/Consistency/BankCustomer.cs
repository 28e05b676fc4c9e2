using System.Globalization;
using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Consistency;

/// <summary>A client that sends events one after the other, and repeats each with its key until it knows how it ended.</summary>
internal sealed class BankCustomer(int number, RunningSupervisor supervisor, IReadOnlyList<string> tenants, Random random)
{
    private const int RepeatOneIn = 5;

    public async Task<IReadOnlyList<SentEvent>> SendAsync(int count, Action sent)
    {
        List<SentEvent> events = [];
        for (var i = 0; i < count; i++)
        {
            var tenant = tenants[random.Next(tenants.Count)];
            var name = Bank.Events[random.Next(Bank.Events.Count)];
            var id = string.Create(CultureInfo.InvariantCulture, $"{number}-{i}");
            var data = new { id, amount = random.Next(1, 100) };
            var known = await UntilKnownAsync(tenant, name, id, data);
            events.Add(known);
            if (random.Next(RepeatOneIn) == 0)
            {
                var again = await UntilKnownAsync(tenant, name, id, data);
                again.Answer.Body.ToJsonString().ShouldBe(known.Answer.Body.ToJsonString());
            }

            sent();
        }

        return events;
    }

    private async Task<SentEvent> UntilKnownAsync(string tenant, string name, string id, object data)
    {
        SentEvent? known = null;
        var refusals = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                var answer = await supervisor.CallAsync(tenant, name, data, id);
                if (answer.Status == 200)
                {
                    known = new SentEvent(tenant, name, id, answer, refusals);
                    return true;
                }

                answer.Problem.ShouldBeOneOf("worker_lost", "no_worker_ready", "storage_unavailable");
                refusals++;
                return false;
            },
            () => $"{id} was refused {refusals} times.");
        return known!;
    }
}
