using System.Globalization;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Console.Text;

/// <summary>The addresses of pages. A tenant is one segment, <c>type:id</c>, which no browser takes for a dot segment.</summary>
internal static class ConsoleLinks
{
    public const string Overview = ApiPaths.Console;
    public const string Login = $"{ApiPaths.Console}/login";
    public const string Logout = $"{ApiPaths.Console}/logout";
    public const string Live = $"{ApiPaths.Console}/live";
    public const string Tenants = $"{ApiPaths.Console}/tenants";
    public const string Workers = $"{ApiPaths.Console}/workers";
    public const string Operate = $"{ApiPaths.Console}/operate";
    public const string Files = $"{ApiPaths.Console}/files";

    public static string Tenant(TenantId tenant) => $"{Tenants}/{Uri.EscapeDataString(tenant.ToString())}";

    public static string Template(TenantId tenant, string name) => $"{Tenant(tenant)}/templates/{Uri.EscapeDataString(name)}";

    public static string Keys(TenantId tenant) => $"{Tenant(tenant)}/keys";

    public static string DeadLetters(TenantId tenant) => $"{Tenant(tenant)}/dead-letters";

    public static string ConfirmDeadLetters(TenantId tenant) => $"{DeadLetters(tenant)}/confirm";

    public static string ChangeDeadLetters(TenantId tenant) => $"{DeadLetters(tenant)}/change";

    public static string Delivery(TenantId tenant, long id) =>
        string.Create(CultureInfo.InvariantCulture, $"{Tenant(tenant)}/deliveries/{id}");

    public static string History(TenantId tenant) => $"{Tenant(tenant)}/history";

    public static string Log(TenantId tenant) => $"{Tenant(tenant)}/log";

    /// <summary>An address with parameters; those that are null or empty are left out.</summary>
    public static string With(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var link = path;
        foreach (var (name, value) in parameters)
        {
            if (!string.IsNullOrEmpty(value))
            {
                link += $"{(link.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";
            }
        }

        return link;
    }
}
