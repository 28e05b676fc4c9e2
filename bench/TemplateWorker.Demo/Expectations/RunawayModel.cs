using System.Text.Json;

namespace TemplateWorker.Demo.Expectations;

/// <summary>Counts pings. Its loops are ended by the CPU limit; they leave and send nothing.</summary>
internal sealed class RunawayModel : ISampleModel
{
    public const string Name = "runaway";
    public const string LoopEvent = "stress.loop";

    public string Template => Name;

    public string Scope => "runaway";

    public IReadOnlyList<string> Subscriptions { get; } = ["stress.ping", LoopEvent];

    public string? Apply(string eventName, JsonElement data, ExpectedTenant tenant)
    {
        if (eventName == LoopEvent)
        {
            return "CpuLimit";
        }

        tenant.In(Scope).Increment("pings");
        return null;
    }
}
