using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Login;

internal sealed class LoginOptionsValidator(IOptions<AccessOptions> access) : IValidateOptions<LoginOptions>
{
    public ValidateOptionsResult Validate(string? name, LoginOptions options) => new OptionFaults(LoginOptions.Section)
        .Require(
            options.TokenLifetime >= TimeSpan.FromMinutes(1) && options.TokenLifetime <= LongestLifetime(),
            nameof(options.TokenLifetime),
            $"is {options.TokenLifetime}; it must be from 1 minute to {AccessOptions.Section}:{nameof(AccessOptions.MaxTokenLifetime)}.")
        .Between(nameof(options.AttemptsPerUser), options.AttemptsPerUser, 1, 100_000)
        .Between(nameof(options.AttemptsPerAddress), options.AttemptsPerAddress, 1, 100_000)
        .Between(nameof(options.WindowSeconds), options.WindowSeconds, 1, 86_400)
        .Between(nameof(options.RefusalStepMs), options.RefusalStepMs, 0, 10_000)
        .Between(nameof(options.MaxConcurrent), options.MaxConcurrent, 1, 64, "each log-in blocks a thread")
        .ToResult();

    private TimeSpan LongestLifetime()
    {
        try
        {
            return access.Value.MaxTokenLifetime;
        }
        catch (OptionsValidationException)
        {
            // The room of the access settings reports this fault.
            return TimeSpan.MaxValue;
        }
    }
}
