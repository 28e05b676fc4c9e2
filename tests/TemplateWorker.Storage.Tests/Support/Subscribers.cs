using TemplateWorker.Storage.Templates;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Support;

/// <summary>Templates that subscribe to events, and what reaches them.</summary>
internal static class Subscribers
{
    public static async Task SubscribeAsync(this TestDatabase test, TenantId tenant, string template, params string[] events)
    {
        var content = new TemplateContent
        {
            Name = template,
            Files = new Dictionary<string, string> { ["index.js"] = string.Empty },
            SettingsJson = "{}",
            Subscriptions = events,
        };
        await new TemplateStore(test.Database).PublishAsync(tenant, content, new TenantLimits(), CancellationToken.None);
    }

    /// <summary>The deliveries in the order of their ids: tenant's id, template, event and payload.</summary>
    public static async Task<IReadOnlyList<string>> DeliveriesAsync(this TestDatabase test) =>
        [.. (await test.ReadTextsAsync("select concat_ws(' ', owner_id, template, event, data::text) from deliveries order by id")).Select(text => text!)];
}
