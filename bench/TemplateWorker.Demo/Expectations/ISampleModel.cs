using System.Text.Json;

namespace TemplateWorker.Demo.Expectations;

/// <summary>
/// What one sample template does to a tenant's keys and what it sends, written a second time, in another language and from the sample's
/// description rather than its code.
/// </summary>
internal interface ISampleModel
{
    /// <summary>The name of the template's folder.</summary>
    string Template { get; }

    /// <summary>The scope that holds all of its keys.</summary>
    string Scope { get; }

    /// <summary>The events that the template subscribes to.</summary>
    IReadOnlyList<string> Subscriptions { get; }

    /// <summary>Applies one of these events to what the tenant has stored and sent.</summary>
    /// <returns>The named reason with which the run must fail, leaving nothing; null when it completes.</returns>
    string? Apply(string eventName, JsonElement data, ExpectedTenant tenant);
}
