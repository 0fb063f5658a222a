using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Callers;

internal sealed class AccessOptionsValidator : IValidateOptions<AccessOptions>
{
    private const int MaxClockSkewSeconds = 300;

    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var faults = new OptionFaults(AccessOptions.Section);
        faults.Require(IsName(options.Issuer), nameof(options.Issuer), "must be a text without spaces.");
        faults.Require(IsName(options.Audience), nameof(options.Audience), "must be a text without spaces.");
        faults.Require(
            options.ClockSkewSeconds is >= 0 and <= MaxClockSkewSeconds,
            nameof(options.ClockSkewSeconds),
            $"must be from 0 to {MaxClockSkewSeconds} seconds.");
        faults.Between(nameof(options.EndedConnectionSeconds), options.EndedConnectionSeconds, 1, 3_600);
        faults.Between(nameof(options.SigningKeyDays), options.SigningKeyDays, 0, 3_650);
        faults.Between(nameof(options.RetiredKeyHours), options.RetiredKeyHours, 1, 24 * 366);
        faults.Between(nameof(options.EndedTokenDays), options.EndedTokenDays, 1, 3_650);
        faults.Require(options.MaxTokenLifetime > TimeSpan.Zero, nameof(options.MaxTokenLifetime), "must be longer than zero.");
        faults.Require(
            options.StartupTokenLifetime > TimeSpan.Zero && options.StartupTokenLifetime <= options.MaxTokenLifetime,
            nameof(options.StartupTokenLifetime),
            $"must be longer than zero and at most {nameof(options.MaxTokenLifetime)}.");
        return faults.ToResult();
    }

    private static bool IsName(string? text) => !string.IsNullOrEmpty(text) && !text.Any(char.IsWhiteSpace);
}
