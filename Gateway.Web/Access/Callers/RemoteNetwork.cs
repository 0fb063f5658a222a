using System.Net;
using System.Net.Sockets;

namespace Gateway.Web.Access.Callers;

/// <summary>Groups remote addresses for limits that are counted per address.</summary>
internal static class RemoteNetwork
{
    private const string Unknown = "?";

    /// <summary>
    /// An IPv4 address is its own key. The key of an IPv6 address is its /64 network, because one host usually owns the whole network.
    /// </summary>
    public static string KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return Unknown;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(plain.GetAddressBytes(), 0, 8) : plain.ToString();
    }
}
