using Microsoft.Extensions.Options;

namespace Gateway.Web.Platform.Settings;

internal sealed class DiagnosticsOptionsValidator : IValidateOptions<DiagnosticsOptions>
{
    private const int HighestMaxSeries = 10_000;

    public ValidateOptionsResult Validate(string? name, DiagnosticsOptions options)
    {
        var faults = new OptionFaults(DiagnosticsOptions.Section);
        faults.Require(
            Enum.IsDefined(options.MetricsAccess),
            nameof(options.MetricsAccess),
            $"must be one of {string.Join(", ", Enum.GetNames<MetricsAccess>())}.");
        faults.Require(
            options.MaxSeriesPerMetric is >= 1 and <= HighestMaxSeries,
            nameof(options.MaxSeriesPerMetric),
            $"must be from 1 to {HighestMaxSeries}.");
        faults.Require(
            Enum.IsDefined(options.LogFormat),
            nameof(options.LogFormat),
            $"must be one of {string.Join(", ", Enum.GetNames<LogFormat>())}.");
        faults.Between(nameof(options.LogFileBytes), options.LogFileBytes, 4_096, 1024 * 1024 * 1024);
        faults.Between(nameof(options.LogFiles), options.LogFiles, 1, 1_000);
        return faults.ToResult();
    }
}
