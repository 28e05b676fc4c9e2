using TemplateWorker.Api.Deliveries;
using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Cli.Operator;

/// <summary>Reads <c>policy show | set | reset</c>.</summary>
internal static class PolicyVerb
{
    private static readonly string[] Flags = ["--max-attempts", "--backoff-base", "--backoff-cap", "--on-exhausted"];

    public static Command Interpret(PolicyFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new OperatorReader("policy", flags, reasons);
        var action = reader.ReadAction("show", "set", "reset");
        if (action is null)
        {
            return reader.Fail();
        }

        string?[] parts = [flags.MaxAttempts, flags.BackoffBase, flags.BackoffCap, flags.OnExhausted];
        var template = reader.ReadWord("TEMPLATE");
        var policy = action == "set" ? Read(reader, parts) : Refuse(reader, parts);
        return reader.Finish(() => action == "show"
            ? new ShowPolicyCommand(reader.Context, template)
            : new SetPolicyCommand(reader.Context, template, policy));
    }

    private static DeliveryPolicy? Read(OperatorReader reader, string?[] parts)
    {
        var (policy, fault) = PolicyTable.Read(parts[0], parts[1], parts[2], parts[3]);
        if (fault is var (part, _, text))
        {
            reader.Add($"{Flags[part]} {text}");
        }
        else if (Array.TrueForAll(parts, part => part is null))
        {
            reader.Add($"policy set needs one of {string.Join(", ", Flags)}; policy reset restores the default");
        }

        return policy;
    }

    private static DeliveryPolicy? Refuse(OperatorReader reader, string?[] parts)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            reader.Refuse(Flags[i], parts[i] is not null, "set");
        }

        return null;
    }
}
