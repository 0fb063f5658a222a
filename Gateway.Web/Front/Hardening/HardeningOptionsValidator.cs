using System.Net;
using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Front.Hardening;

internal sealed class HardeningOptionsValidator : IValidateOptions<HardeningOptions>
{
    public ValidateOptionsResult Validate(string? name, HardeningOptions options) => new OptionFaults(HardeningOptions.Section)
        .Require(
            options.AllowedOrigins.All(IsOrigin), nameof(options.AllowedOrigins), "must be origins: scheme, host and optionally a port, such as https://dashboard.example, without a path.")
        .Require(options.TrustedProxies.All(proxy => IPAddress.TryParse(proxy, out _)), nameof(options.TrustedProxies), "must be IP addresses.")
        .Require(IsPath(options.PathBase), nameof(options.PathBase), "must be empty or a path that begins with a slash and does not end with one, such as /gateway.")
        .Between(nameof(options.HstsDays), options.HstsDays, 0, 3_650)
        .Between(nameof(options.RequestsPerAddress), options.RequestsPerAddress, 1, 1_000_000)
        .Between(nameof(options.NegotiationsPerAddress), options.NegotiationsPerAddress, 1, 1_000_000)
        .Between(nameof(options.RequestWindowSeconds), options.RequestWindowSeconds, 1, 3_600)
        .Between(nameof(options.MaxRequestBodyBytes), options.MaxRequestBodyBytes, 16 * 1024, 64 * 1024 * 1024)
        .Between(nameof(options.MaxRequestHeaderBytes), options.MaxRequestHeaderBytes, 24 * 1024, 1024 * 1024, "the longest allowed token must fit")
        .Between(nameof(options.MaxRequestHeaders), options.MaxRequestHeaders, 32, 1_000)
        .Between(nameof(options.HeaderTimeoutSeconds), options.HeaderTimeoutSeconds, 1, 120)
        .Between(nameof(options.MaxConnections), options.MaxConnections, 10, 1_000_000)
        .ToResult();

    private static bool IsPath(string text) =>
        text.Length == 0 || (text.StartsWith('/') && !text.EndsWith('/') && Uri.TryCreate($"http://gateway{text}", UriKind.Absolute, out var uri) && uri.AbsolutePath == text);

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);
}
