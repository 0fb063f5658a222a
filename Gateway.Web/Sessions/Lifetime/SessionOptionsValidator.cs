using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Lifetime;

internal sealed class SessionOptionsValidator : IValidateOptions<SessionOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionOptions options) => new OptionFaults(SessionOptions.Section)
        .Between(nameof(options.MaxSessions), options.MaxSessions, 1, 10_000)
        .Between(nameof(options.MaxLeaseSeconds), options.MaxLeaseSeconds, 1, 365 * 24 * 3600)
        .Between(nameof(options.DefaultLeaseSeconds), options.DefaultLeaseSeconds, 1, options.MaxLeaseSeconds, $"at most {nameof(options.MaxLeaseSeconds)}")
        .Between(nameof(options.DetachGraceSeconds), options.DetachGraceSeconds, 0, 24 * 3600)
        .Between(nameof(options.DrainSeconds), options.DrainSeconds, 0, 3_600)
        .Between(nameof(options.SweepIntervalMs), options.SweepIntervalMs, 50, 60_000)
        .Between(nameof(options.FaultRetentionSeconds), options.FaultRetentionSeconds, 0, 7 * 24 * 3600)
        .ToResult();
}
