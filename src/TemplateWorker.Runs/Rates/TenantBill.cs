using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Runs.Rates;

/// <summary>One tenant's part of the <see cref="RunRates"/>. Outlived by what it charges: a tenant that is evicted keeps its debts.</summary>
internal sealed class TenantBill(TenantId tenant, TenantRates rates, RunRates table)
{
    /// <summary>By what the tenant is held back now; null when it may run.</summary>
    public RateHold? Hold => table.HoldOf(tenant);

    /// <summary>Charges what the tenant has used.</summary>
    public void Charge(in RunCost cost) => table.Charge(tenant, rates, cost);
}
