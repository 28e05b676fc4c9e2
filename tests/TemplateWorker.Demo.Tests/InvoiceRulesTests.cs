using System.Text.Json;
using System.Text.Json.Nodes;
using TemplateWorker.Demo.Expectations;

namespace TemplateWorker.Demo.Tests;

public sealed class InvoiceRulesTests
{
    private readonly JsonObject _invoice = JsonNode.Parse("""
        {"id":"i1","number":"R-1","currency":"EUR","customer":{"name":"Müller","country":"DE","vat_id":"DE123456789"},
         "lines":[{"description":"a","quantity":1,"unit_price":50,"tax_rate":7},{"description":"b","quantity":3,"unit_price":100,"tax_rate":19}],
         "totals":{"net":350,"tax":61,"gross":411},"issued_on":"2026-03-02","due_on":"2026-03-02"}
        """)!.AsObject();

    [Fact]
    public void A_right_invoice_breaks_no_rule_and_half_a_cent_of_tax_is_rounded_up()
    {
        // 7 % of 50 is 3.5, which counts as 4; 19 % of 300 is 57.
        Problems().ShouldBeEmpty();
    }

    [Fact]
    public void Every_rule_finds_its_own_problem()
    {
        Problems(invoice => invoice["currency"] = "DOGE").ShouldBe(["unknown_currency"]);
        Problems(invoice => invoice["customer"]!["vat_id"] = "DE12345678").ShouldBe(["bad_vat_id"]);
        Problems(invoice => invoice["due_on"] = "2026-03-01").ShouldBe(["due_before_issue"]);
        Problems(invoice => invoice["totals"]!["gross"] = 410).ShouldBe(["wrong_gross"]);
        Problems(invoice => invoice["totals"]!["tax"] = 60).ShouldBe(["wrong_tax", "wrong_gross"]);
        Problems(invoice => invoice["totals"]!["net"] = 351).ShouldBe(["wrong_net", "wrong_gross"]);
        Problems(invoice => invoice["lines"]![0]!["quantity"] = 0).ShouldBe(["bad_quantity", "wrong_net", "wrong_tax"]);
        Problems(invoice => invoice["lines"] = new JsonArray()).ShouldBe(["no_lines", "wrong_net", "wrong_tax"]);
    }

    [Fact]
    public void A_country_without_a_rule_and_a_customer_without_an_id_are_fine()
    {
        Problems(invoice => invoice["customer"]!["country"] = "GB").ShouldBeEmpty();
        Problems(invoice => invoice["customer"]!["vat_id"] = null).ShouldBeEmpty();
    }

    [Fact]
    public void The_digest_is_the_one_that_the_sample_computes()
    {
        Convert.ToHexStringLower(InvoiceRules.Digest(JsonSerializer.SerializeToElement(_invoice))).ShouldBe("17fd425090fe0793");
    }

    private IReadOnlyList<string> Problems() => InvoiceRules.Problems(JsonSerializer.SerializeToElement(_invoice));

    private IReadOnlyList<string> Problems(Action<JsonObject> change)
    {
        var changed = _invoice.DeepClone().AsObject();
        change(changed);
        return InvoiceRules.Problems(JsonSerializer.SerializeToElement(changed));
    }
}
