using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Login;

/// <summary>The limits on attempts, per user name and per remote address.</summary>
internal sealed class LoginLimiter
{
    private const string UnknownAddress = "?";

    private readonly AttemptCounter _users;
    private readonly AttemptCounter _addresses;

    public LoginLimiter(IOptions<LoginOptions> options, TimeProvider time)
    {
        var window = TimeSpan.FromSeconds(options.Value.WindowSeconds);
        _users = new AttemptCounter(options.Value.AttemptsPerUser, window, time);
        _addresses = new AttemptCounter(options.Value.AttemptsPerAddress, window, time);
    }

    /// <summary>Counts an attempt before it is made: what runs at the same time counts too.</summary>
    /// <returns>Null when it may be made, else how long to wait.</returns>
    public TimeSpan? Take(string? user, IPAddress? address)
    {
        if (_addresses.Take(KeyOf(address)) is { } wait)
        {
            return wait;
        }

        // Attempts on a limited name still count against their address.
        return _users.Take(KeyOf(user));
    }

    /// <summary>Takes a successful attempt back.</summary>
    public void Return(string? user, IPAddress? address)
    {
        _addresses.Return(KeyOf(address));
        _users.Return(KeyOf(user));
    }

    /// <summary>One key for all spellings that a directory takes for the same name: case, width and blanks do not count.</summary>
    internal static string KeyOf(string? user)
    {
        if (string.IsNullOrEmpty(user))
        {
            return "";
        }

        try
        {
            var folded = user.Normalize(NormalizationForm.FormKC).ToUpperInvariant();
            return string.Join(' ', folded.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
        catch (ArgumentException)
        {
            // Not valid Unicode: the directory is not asked about it.
            return "";
        }
    }

    /// <summary>An IPv6 host owns its /64 network, so that is what counts.</summary>
    internal static string KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return UnknownAddress;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(plain.GetAddressBytes(), 0, 8) : plain.ToString();
    }
}
