using System.Net;
using System.Net.Sockets;

namespace Gateway.Web.Access.Callers;

/// <summary>Who a limit per address counts together.</summary>
internal static class RemoteNetwork
{
    private const string Unknown = "?";

    /// <summary>The address; of IPv6 its /64 network, because one host owns all of it.</summary>
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
