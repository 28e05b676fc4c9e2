using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Expectations;

/// <summary>Invoices that keep the rules are open until payments settle them; the others are counted by problem.</summary>
internal sealed class InvoiceValidatorModel : ISampleModel
{
    public string Template => "invoice-validator";

    public string Scope => "invoices";

    public IReadOnlyList<string> Subscriptions { get; } = ["invoice.created", "payment.received"];

    public string? Apply(string eventName, JsonElement data, ExpectedTenant tenant)
    {
        var keys = tenant.In(Scope);
        if (eventName == "invoice.created")
        {
            Create(data, keys);
        }
        else
        {
            Settle(data, keys);
        }

        return null;
    }

    private static void Create(JsonElement invoice, ExpectedKeys keys)
    {
        var id = invoice.GetProperty("id").GetString();
        var digest = WrappedValue.Bytes(InvoiceRules.Digest(invoice));
        var known = keys.Values.GetValueOrDefault($"digest/{id}");
        if (JsonNode.DeepEquals(known, digest))
        {
            keys.Increment("outcome/repeated");
            return;
        }

        var problems = known is null ? InvoiceRules.Problems(invoice) : ["altered"];
        foreach (var problem in problems)
        {
            keys.Increment($"problem/{problem}");
        }

        keys.Increment(problems.Count > 0 ? "outcome/invalid" : "outcome/valid");
        if (problems.Count == 0)
        {
            keys.Set($"digest/{id}", digest);
            keys.Set($"invoice/{id}", Open(invoice));
        }
    }

    private static JsonObject Open(JsonElement invoice) => new()
    {
        ["number"] = invoice.GetProperty("number").GetString(),
        ["status"] = "open",
        ["currency"] = invoice.GetProperty("currency").GetString(),
        ["gross"] = invoice.GetProperty("totals").GetProperty("gross").GetInt64(),
        ["paid"] = 0L,
        ["issued"] = WrappedValue.Date(invoice.GetProperty("issued_on").GetString()!),
        ["due"] = WrappedValue.Date(invoice.GetProperty("due_on").GetString()!),
    };

    private static void Settle(JsonElement payment, ExpectedKeys keys)
    {
        var amount = payment.GetProperty("amount").GetInt64();
        var currency = payment.GetProperty("currency").GetString();
        var invoice = keys.Values.GetValueOrDefault($"invoice/{payment.GetProperty("invoice").GetString()}");
        if (invoice is null || invoice["currency"]!.GetValue<string>() != currency)
        {
            keys.Increment("unmatched");
            return;
        }

        var received = WrappedValue.ToNumber(keys.Values.GetValueOrDefault($"paid/{currency}")) + amount;
        keys.Set($"paid/{currency}", WrappedValue.BigInt(received));
        var paid = invoice["paid"]!.GetValue<long>() + amount;
        invoice["paid"] = paid;
        invoice["status"] = paid.CompareTo(invoice["gross"]!.GetValue<long>()) switch
        {
            < 0 => "partly_paid",
            0 => "paid",
            _ => "overpaid",
        };
    }
}
