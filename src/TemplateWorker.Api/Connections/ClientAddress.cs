using System.Net;
using System.Net.Sockets;

namespace TemplateWorker.Api.Connections;

/// <summary>Whom a remote address belongs to.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>An IPv4 address, or the first 64 bits of an IPv6 address: a client has all the addresses of such a network.</summary>
    public static IPAddress Of(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: var address })
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
