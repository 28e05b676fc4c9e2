using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Generation;

/// <summary>Payloads of <c>invoice.created</c> and <c>payment.received</c>. Money is in minor units.</summary>
internal sealed class BillingPayloads(SeededRandom random)
{
    private static readonly IReadOnlyList<string> Currencies = ["EUR", "EUR", "EUR", "USD", "GBP", "PLN", "CHF", "JPY"];
    private static readonly IReadOnlyList<int> TaxRates = [0, 7, 19, 20, 23];
    private int _invoices = 20260000;
    private int _payments;

    /// <summary>Mostly a new invoice; sometimes one that was sent before, unchanged or altered; sometimes a wrong one.</summary>
    public JsonObject Invoice(DemoTenant tenant, DateTimeOffset at)
    {
        if (tenant.Invoices.Count > 0 && random.Percent(12))
        {
            var again = random.Pick(tenant.Invoices).Payload.DeepClone().AsObject();
            if (random.Percent(40))
            {
                again["totals"]!["gross"] = again["totals"]!["gross"]!.GetValue<int>() + 100;
            }

            return again;
        }

        var invoice = NewInvoice(at);
        if (random.Percent(18))
        {
            Spoil(invoice);
        }

        tenant.Invoices.Add(new DemoInvoice
        {
            Id = invoice["id"]!.GetValue<string>(),
            Currency = invoice["currency"]!.GetValue<string>(),
            Payload = invoice.DeepClone().AsObject(),
            Unpaid = invoice["totals"]!["gross"]!.GetValue<int>(),
        });
        return invoice;
    }

    /// <summary>Pays one of the tenant's invoices, in full, in part or too much; sometimes none that exists.</summary>
    public JsonObject Payment(DemoTenant tenant, string at)
    {
        var invoice = tenant.Invoices.Count > 0 && !random.Percent(5) ? random.Pick(tenant.Invoices) : null;
        var amount = invoice is { Unpaid: > 0 } ? invoice.Unpaid : random.Between(100, 50_000);
        amount = random.Below(10) switch
        {
            < 2 => Math.Max(1, amount / 3),
            2 => amount + random.Between(1, 500),
            _ => amount,
        };
        if (invoice is not null)
        {
            invoice.Unpaid -= amount;
        }

        return new JsonObject
        {
            ["id"] = $"pay_{++_payments:D6}",
            ["invoice"] = invoice?.Id ?? $"inv_{random.Hex(12)}",
            ["amount"] = amount,
            ["currency"] = invoice?.Currency ?? random.Pick(Currencies),
            ["method"] = new JsonObject
            {
                ["kind"] = random.Percent(60) ? "card" : "sepa_debit",
                ["last4"] = random.Between(1000, 9999).ToString(),
                ["country"] = random.Pick(Texts.Customers).Country,
            },
            ["at"] = at,
        };
    }

    private JsonObject NewInvoice(DateTimeOffset at)
    {
        var customer = random.Pick(Texts.Customers);
        var lines = new JsonArray();
        var (net, tax) = (0, 0);
        for (var count = random.Between(1, 4); count > 0; count--)
        {
            var (quantity, price, rate) = (random.Between(1, 12), random.Between(99, 24_999), random.Pick(TaxRates));
            net += quantity * price;
            tax += ((quantity * price * rate) + 50) / 100;
            lines.Add(new JsonObject
            {
                ["description"] = random.Pick(Texts.Products),
                ["quantity"] = quantity,
                ["unit_price"] = price,
                ["tax_rate"] = rate,
            });
        }

        return new JsonObject
        {
            ["id"] = $"inv_{random.Hex(12)}",
            ["number"] = $"R-{++_invoices}",
            ["customer"] = new JsonObject { ["name"] = customer.Name, ["country"] = customer.Country, ["vat_id"] = customer.VatId },
            ["lines"] = lines,
            ["totals"] = new JsonObject { ["net"] = net, ["tax"] = tax, ["gross"] = net + tax },
            ["currency"] = random.Pick(Currencies),
            ["issued_on"] = at.ToString("yyyy-MM-dd"),
            ["due_on"] = at.AddDays(random.Between(0, 30)).ToString("yyyy-MM-dd"),
        };
    }

    /// <summary>Puts one fault, sometimes with others in its wake, into a right invoice.</summary>
    private void Spoil(JsonObject invoice)
    {
        var totals = invoice["totals"]!;
        switch (random.Below(8))
        {
            case 0: invoice["lines"] = new JsonArray(); break;
            case 1: invoice["lines"]![0]!["quantity"] = 0; break;
            case 2: invoice["currency"] = "DOGE"; break;
            case 3: invoice["customer"]!["vat_id"] = "XX" + random.Hex(6); break;
            case 4: invoice["due_on"] = "2026-02-28"; break;
            case 5: totals["net"] = totals["net"]!.GetValue<int>() - 1; break;
            case 6: totals["tax"] = totals["tax"]!.GetValue<int>() + 1; break;
            default: totals["gross"] = totals["gross"]!.GetValue<int>() * 10; break;
        }
    }
}
