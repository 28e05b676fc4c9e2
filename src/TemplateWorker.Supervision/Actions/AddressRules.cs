using System.Net;
using System.Net.Sockets;

namespace TemplateWorker.Supervision.Actions;

/// <summary>Whether an address is one of the public internet. Pure.</summary>
/// <remarks>After https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry.</remarks>
internal static class AddressRules
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Within 2000::/3; 2001::/23 and 2002::/16 carry IPv4 addresses of any kind.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Unicast = IPNetwork.Parse("2000::/3");

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || Unicast.Contains(plain)) && !Array.Exists(Special, network => network.Contains(plain));
    }
}
