using System.Globalization;

namespace Gateway.Client.Internal;

/// <summary>What is wrong with the options of a client that makes its connection.</summary>
internal static class OptionFaults
{
    /// <summary>A longer wait does not fit into a timer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    private static readonly string[] Schemes = ["http", "https", "ws", "wss"];

    /// <summary>A sentence for each fault, which says what to set; empty when the options are valid.</summary>
    public static IReadOnlyList<string> Of(GatewayClientOptions options) =>
    [
        .. OfAddresses(options),
        .. OfPresence(options),
        .. OfTime(nameof(options.BackoffBase), options.BackoffBase),
        .. OfTime(nameof(options.BackoffCap), options.BackoffCap),
        .. OfTime(nameof(options.ConnectTimeout), options.ConnectTimeout),
        .. OfTime(nameof(options.KeepAliveInterval), options.KeepAliveInterval),
        .. OfTime(nameof(options.ServerTimeout), options.ServerTimeout),
        .. OfOrder(options),
    ];

    private static IEnumerable<string> OfAddresses(GatewayClientOptions options)
    {
        if (options.Urls is not { } urls)
        {
            return OfUrl("Url", options.Url);
        }

        IEnumerable<string> faults = [.. urls.SelectMany((url, i) => OfUrl($"Urls[{i}]", url))];
        return options.Url is not null ? faults.Append("Url and Urls are both set: set one of them.")
            : urls.Count == 0 ? ["Urls is empty: it names at least one address, such as https://gateway.example."]
            : faults.Any() ? faults
            : urls.GroupBy(HubAddress.Of).Where(same => same.Count() > 1).Select(same => $"Urls has {same.First()} more than once.");
    }

    private static IEnumerable<string> OfUrl(string name, Uri? url)
    {
        if (url is null)
        {
            yield return $"{name} is missing: it says where the gateway is, such as https://gateway.example.";
        }
        else if (!url.IsAbsoluteUri)
        {
            yield return $"{name} is relative: give the whole address, such as https://gateway.example.";
        }
        else if (!Schemes.Contains(url.Scheme))
        {
            yield return $"{name} begins with {url.Scheme}: it must begin with http, https, ws or wss.";
        }
    }

    // An init accessor can be given a null that the compiler does not see, for example by code without annotations.
    private static IEnumerable<string> OfPresence(GatewayClientOptions options)
    {
        if (options.TimeProvider is null)
        {
            yield return "TimeProvider is null: leave it out for the clock of the system.";
        }

        if (options.Random is null)
        {
            yield return "Random is null: leave it out for the random numbers of the system.";
        }

        if (options.Protocol is not (GatewayHubProtocol.MessagePack or GatewayHubProtocol.Json))
        {
            yield return $"Protocol is {(int)options.Protocol}: it must be MessagePack or Json.";
        }
    }

    private static IEnumerable<string> OfTime(string name, TimeSpan time)
    {
        if (time <= TimeSpan.Zero || time > Longest)
        {
            yield return string.Format(CultureInfo.InvariantCulture, "{0} is {1}: it must be more than zero and at most 24 days.", name, time);
        }
    }

    private static IEnumerable<string> OfOrder(GatewayClientOptions options)
    {
        if (options.BackoffCap < options.BackoffBase)
        {
            yield return string.Format(
                CultureInfo.InvariantCulture, "BackoffCap is {0}: it must not be less than BackoffBase, which is {1}.", options.BackoffCap, options.BackoffBase);
        }
    }
}
