using System.Buffers.Binary;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TemplateWorker.Demo.Expectations;

/// <summary>The rules that an invoice must keep, and the digest by which a repeat is told from a change.</summary>
internal static partial class InvoiceRules
{
    private static readonly string[] Currencies = ["CHF", "EUR", "GBP", "JPY", "PLN", "USD"];

    /// <summary>The codes of all rules that the invoice breaks.</summary>
    public static IReadOnlyList<string> Problems(JsonElement invoice)
    {
        var totals = invoice.GetProperty("totals");
        var (net, tax, gross) = (Number(totals, "net"), Number(totals, "tax"), Number(totals, "gross"));
        var (netOfLines, taxOfLines, count, badQuantity) = (0L, 0L, 0, false);
        foreach (var line in invoice.GetProperty("lines").EnumerateArray())
        {
            var amount = Number(line, "quantity") * Number(line, "unit_price");
            netOfLines += amount;
            taxOfLines += ((amount * Number(line, "tax_rate")) + 50) / 100;
            badQuantity |= Number(line, "quantity") < 1;
            count++;
        }

        var problems = new List<string>();
        AddIf(count == 0, "no_lines");
        AddIf(badQuantity, "bad_quantity");
        AddIf(!Currencies.Contains(invoice.GetProperty("currency").GetString()!), "unknown_currency");
        AddIf(HasBadVatId(invoice.GetProperty("customer")), "bad_vat_id");
        AddIf(invoice.GetProperty("due_on").GetDateTime() < invoice.GetProperty("issued_on").GetDateTime(), "due_before_issue");
        AddIf(net != netOfLines, "wrong_net");
        AddIf(tax != taxOfLines, "wrong_tax");
        AddIf(gross != net + tax, "wrong_gross");
        return problems;

        void AddIf(bool broken, string code)
        {
            if (broken)
            {
                problems.Add(code);
            }
        }
    }

    /// <summary>FNV-1a, 64 bits, big-endian: number, currency, customer, lines and gross total, parted by U+001F.</summary>
    public static byte[] Digest(JsonElement invoice)
    {
        List<string> parts =
        [
            invoice.GetProperty("number").GetString()!,
            invoice.GetProperty("currency").GetString()!,
            invoice.GetProperty("customer").GetProperty("name").GetString()!,
        ];
        foreach (var line in invoice.GetProperty("lines").EnumerateArray())
        {
            parts.Add(line.GetProperty("description").GetString()!);
            parts.Add(Number(line, "quantity").ToString());
            parts.Add(Number(line, "unit_price").ToString());
        }

        parts.Add(Number(invoice.GetProperty("totals"), "gross").ToString());
        var hash = 0xcbf29ce484222325;
        foreach (var unit in string.Join('\u001f', parts))
        {
            hash = (hash ^ unit) * 0x100000001b3;
        }

        var digest = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(digest, hash);
        return digest;
    }

    private static bool HasBadVatId(JsonElement customer) =>
        customer.GetProperty("vat_id").GetString() is { } id
        && customer.GetProperty("country").GetString() switch
        {
            "AT" => !Austrian().IsMatch(id),
            "DE" => !German().IsMatch(id),
            "FR" => !French().IsMatch(id),
            "PL" => !Polish().IsMatch(id),
            _ => false,
        };

    private static long Number(JsonElement parent, string name) => parent.GetProperty(name).GetInt64();

    [GeneratedRegex(@"\AATU[0-9]{8}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Austrian();

    [GeneratedRegex(@"\ADE[0-9]{9}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex German();

    [GeneratedRegex(@"\AFR[0-9A-Z]{2}[0-9]{9}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex French();

    [GeneratedRegex(@"\APL[0-9]{10}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Polish();
}
