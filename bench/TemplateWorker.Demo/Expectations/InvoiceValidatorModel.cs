using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Expectations;

/// <summary>Invoices that keep the rules are open until payments settle them, for which a receipt is sent; the others are rejected, and counted by problem.</summary>
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
            Create(data, keys, tenant);
        }
        else
        {
            Settle(data, keys, tenant);
        }

        return null;
    }

    private void Create(JsonElement invoice, ExpectedKeys keys, ExpectedTenant tenant)
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
        else
        {
            var rejection = new JsonObject
            {
                ["invoice"] = id,
                ["number"] = invoice.GetProperty("number").GetString(),
                ["problems"] = new JsonArray([.. problems.Select(problem => JsonValue.Create(problem))]),
            };
            tenant.Send(Template, "invoice.reject", rejection);
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

    private void Settle(JsonElement payment, ExpectedKeys keys, ExpectedTenant tenant)
    {
        var amount = payment.GetProperty("amount").GetInt64();
        var currency = payment.GetProperty("currency").GetString();
        var id = payment.GetProperty("invoice").GetString();
        var invoice = keys.Values.GetValueOrDefault($"invoice/{id}");
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
        if (invoice["status"]!.GetValue<string>() == "paid")
        {
            var receipt = new JsonObject
            {
                ["invoice"] = id,
                ["number"] = invoice["number"]!.GetValue<string>(),
                ["amount"] = paid,
                ["currency"] = currency,
            };
            tenant.Send(Template, "receipt.send", receipt);
        }
    }
}
