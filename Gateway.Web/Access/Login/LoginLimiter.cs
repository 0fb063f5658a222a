using System.Net;
using Gateway.Web.Access.Callers;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Login;

/// <summary>The limits on log-in attempts, per user name and per remote address.</summary>
internal sealed class LoginLimiter
{
    private readonly AttemptCounter _users;
    private readonly AttemptCounter _addresses;

    public LoginLimiter(IOptions<LoginOptions> options, TimeProvider time)
    {
        var window = TimeSpan.FromSeconds(options.Value.WindowSeconds);
        _users = new AttemptCounter(options.Value.AttemptsPerUser, window, time);
        _addresses = new AttemptCounter(options.Value.AttemptsPerAddress, window, time);
    }

    /// <summary>Counts an attempt before it is made, so that attempts at the same time count too.</summary>
    /// <returns>Null when the attempt may be made; otherwise how long to wait.</returns>
    public TimeSpan? Take(string? user, IPAddress? address)
    {
        if (_addresses.Take(RemoteNetwork.KeyOf(address)) is { } wait)
        {
            return wait;
        }

        // An attempt with a limited name still counts for its address, which was counted first.
        return _users.Take(KeyOf(user));
    }

    /// <summary>Takes a successful attempt back.</summary>
    public void Return(string? user, IPAddress? address)
    {
        _addresses.Return(RemoteNetwork.KeyOf(address));
        _users.Return(KeyOf(user));
    }

    /// <summary>One key for all spellings that a directory treats as the same name: case and spaces make no difference.</summary>
    internal static string KeyOf(string? user) =>
        string.Join(' ', (user ?? "").ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// Whether a name contains characters that a directory treats as other characters, such as full-width letters. Names with such
    /// characters are refused, because every spelling would have its own count, and the runtime cannot normalize them without its
    /// culture data.
    /// </summary>
    internal static bool HasOtherSpelling(string user) => user.EnumerateRunes().Any(rune => rune.Value
        is 0xaa or 0xba or 0xb2 or 0xb3 or 0xb9 or (>= 0x2b0 and <= 0x2e4) or (>= 0x1d00 and <= 0x1dbf) or (>= 0x2000 and <= 0x218f)
        or (>= 0x2460 and <= 0x24ff) or (>= 0x3000 and <= 0x303f) or (>= 0x3200 and <= 0x33ff) or (>= 0xf900 and <= 0xfaff)
        or (>= 0xfb00 and <= 0xfdff) or (>= 0xfe00 and <= 0xffef) or (>= 0x1d400 and <= 0x1d7ff) or (>= 0x1f100 and <= 0x1f1ff));
}
