using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Overview;

internal sealed class OverviewOptionsValidator : IValidateOptions<OverviewOptions>
{
    public ValidateOptionsResult Validate(string? name, OverviewOptions options) => new OptionFaults(OverviewOptions.Section)
        .Between(nameof(options.SampleIntervalMs), options.SampleIntervalMs, 100, 60_000)
        .Between(nameof(options.MaxWatchers), options.MaxWatchers, 1, 10_000)
        .Between(nameof(options.KeptFaults), options.KeptFaults, 1, 10_000)
        .ToResult();
}
