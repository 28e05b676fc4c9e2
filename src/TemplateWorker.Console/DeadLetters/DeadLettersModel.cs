using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Console.DeadLetters;

/// <summary>The dead letters of a tenant.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Groups">By cause.</param>
/// <param name="Shown">How many there are in the groups.</param>
/// <param name="Next">The address of the next page; null on the last one.</param>
/// <param name="Notice">What was done before; null for nothing.</param>
internal sealed record DeadLettersModel(TenantId Tenant, IReadOnlyList<DeadLetterGroup> Groups, int Shown, string? Next, string? Notice);

/// <summary>What is about to be done.</summary>
/// <param name="Tenant">Whose dead letters.</param>
/// <param name="Change">What.</param>
/// <param name="Groups">Those that are still there.</param>
/// <param name="Gone">How many of the selected are not.</param>
internal sealed record ConfirmationModel(TenantId Tenant, DeadLetterChange Change, IReadOnlyList<DeadLetterGroup> Groups, int Gone)
{
    public IReadOnlyList<long> Ids { get; } = [.. Groups.SelectMany(group => group.Letters.Select(letter => letter.Id))];
}

/// <summary>A delivery in full.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Details">What is known of it.</param>
internal sealed record DeliveryModel(TenantId Tenant, DeliveryDetails Details);
