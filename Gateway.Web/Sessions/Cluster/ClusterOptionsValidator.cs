using Gateway.Contracts;
using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster;

internal sealed class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    private const int MaxName = 64;
    private const int MaxAddress = 200;
    private static readonly string[] Schemes = ["nats", "tls", "ws", "wss"];

    public ValidateOptionsResult Validate(string? name, ClusterOptions options)
    {
        if (!options.IsOn)
        {
            return ValidateOptionsResult.Success;
        }

        var faults = new OptionFaults(ClusterOptions.Section);
        CheckGateway(faults, options);
        CheckServer(faults, options);
        CheckLimits(faults, options);
        SiteListCheck.Check(faults, options);
        return faults.ToResult();
    }

    /// <summary>Whether a text can be the name of a site.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= MaxName && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    /// <summary>What is wrong with the addresses of NATS servers; null when nothing is.</summary>
    public static string? FaultOfUrl(string url)
    {
        var addresses = url.Split(',', StringSplitOptions.TrimEntries);
        return !Array.TrueForAll(addresses, IsAddress) ? "must be addresses of NATS servers, separated by commas, such as nats://plant-nats:4222 or tls://plant-nats:4222."
            : Array.Exists(addresses, address => address.Contains('@', StringComparison.Ordinal)) ? "must contain no user and no password; set User and Password, or CredentialsFile."
            : null;
    }

    /// <summary>Whether a setting names no file, or one that exists.</summary>
    public static bool IsFile(string path) => path.Length == 0 || File.Exists(path);

    private static void CheckGateway(OptionFaults faults, ClusterOptions options) => faults
        .Require(Enum.IsDefined(options.Role), nameof(options.Role), $"must be {nameof(NodeRole.Owner)} or {nameof(NodeRole.Edge)}.")
        .Require(
            options.HasSites || IsName(options.Site),
            nameof(options.Site),
            $"must name the site in 1 to {MaxName} of the characters a-z, A-Z, 0-9, - and _, because it is part of subjects.")
        .Require(options.Node.Length == 0 || IsName(options.Node), nameof(options.Node), $"must have at most {MaxName} of the characters a-z, A-Z, 0-9, - and _, or be empty for the name of the machine.")
        .Require(
            options.Address.Length == 0 || IsWebAddress(options.Address),
            nameof(options.Address),
            $"must be the http or https address of this gateway for clients, with at most {MaxAddress} characters and without a user, such as https://plant:8443; or empty.");

    private static void CheckServer(OptionFaults faults, ClusterOptions options) => faults
        .Require((options.HasSites && options.Url.Length == 0) || FaultOfUrl(options.Url) is null, nameof(options.Url), FaultOfUrl(options.Url) ?? "")
        .Require(
            options.CredentialsFile.Length == 0 || options.User.Length + options.Password.Length == 0,
            nameof(options.CredentialsFile),
            $"cannot be used together with {nameof(options.User)} and {nameof(options.Password)}; set only one of the two.")
        .Require(
            options.User.Length == 0 == (options.Password.Length == 0), nameof(options.User), $"and {nameof(options.Password)} belong together; set both, or none of them.")
        .Require(IsFile(options.CredentialsFile), nameof(options.CredentialsFile), "names a file that does not exist.")
        .Require(IsFile(options.CaFile), nameof(options.CaFile), "names a file that does not exist.")
        .Require(IsFile(options.CertificateFile), nameof(options.CertificateFile), "names a file that does not exist.")
        .Require(IsFile(options.KeyFile), nameof(options.KeyFile), "names a file that does not exist.")
        .Require(
            options.CertificateFile.Length == 0 == (options.KeyFile.Length == 0),
            nameof(options.CertificateFile),
            $"and {nameof(options.KeyFile)} belong together; set both, or none of them.");

    private static void CheckLimits(OptionFaults faults, ClusterOptions options) => faults
        .Between(nameof(options.MaxRequestBytes), options.MaxRequestBytes, 32 * 1024, 8 * 1024 * 1024, "a token alone may have 16 KiB")
        .Between(nameof(options.MaxRequests), options.MaxRequests, 1, 10_000)
        .Between(nameof(options.MaxRequestsPerEdge), options.MaxRequestsPerEdge, 1, options.MaxRequests, $"at most {nameof(options.MaxRequests)}")
        .Between(nameof(options.MaxRequestsPerSecond), options.MaxRequestsPerSecond, 1, 100_000)
        .Between(nameof(options.TrustMinutes), options.TrustMinutes, 1, 10_080)
        .Between(nameof(options.Replicas), options.Replicas, 1, 5)
        .Between(nameof(options.MaxAgeHours), options.MaxAgeHours, 1, 8_760)
        .Between(nameof(options.MaxBytes), options.MaxBytes, 1024 * 1024, 1L << 50)
        .Between(nameof(options.MaxMessageBytes), options.MaxMessageBytes, 1_024, 8 * 1024 * 1024, "the server has a limit too, max_payload")
        .Between(nameof(options.MaxUnacknowledged), options.MaxUnacknowledged, 1, 10_000)
        .Between(nameof(options.PublishIntervalMs), options.PublishIntervalMs, 0, 1_000)
        .Between(nameof(options.AckSeconds), options.AckSeconds, 1, 60)
        .Between(nameof(options.LeaseSeconds), options.LeaseSeconds, 2, 600)
        .Require(
            options.AckSeconds * 3 <= options.LeaseSeconds * 2,
            nameof(options.LeaseSeconds),
            $"is {options.LeaseSeconds}; it must be at least one and a half times {nameof(options.AckSeconds)} ({options.AckSeconds}), so that the lease ends after the answer to its renewal was given up.")
        .Between(nameof(options.RetryMs), options.RetryMs, 10, 60_000)
        .Between(nameof(options.LagSeconds), options.LagSeconds, 1, 3_600)
        .Between(nameof(options.MaxFollowedSessions), options.MaxFollowedSessions, 1, 100_000)
        .Between(nameof(options.KeepSeconds), options.KeepSeconds, 5, 86_400)
        .Between(nameof(options.StopSeconds), options.StopSeconds, 0, 60);


    /// <summary>Whether a text is an address at which clients may reach a gateway.</summary>
    public static bool IsWebAddress(string text) => text.Length <= MaxAddress && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.UserInfo.Length == 0 && !text.Any(char.IsWhiteSpace);

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && Schemes.Contains(address.Scheme) && address.Host.Length > 0;
}
