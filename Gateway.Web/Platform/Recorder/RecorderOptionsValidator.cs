using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Platform.Recorder;

internal sealed class RecorderOptionsValidator : IValidateOptions<RecorderOptions>
{
    public ValidateOptionsResult Validate(string? name, RecorderOptions options) => new OptionFaults(RecorderOptions.Section)
        .Between(nameof(options.MaxMegabytes), options.MaxMegabytes, 0, 1_024, "0 records nothing")
        .Between(nameof(options.Entries), options.Entries, 16, 4_096)
        .Between(nameof(options.EndedMinutes), options.EndedMinutes, 0, 7 * 24 * 60)
        .Between(nameof(options.DumpsPerCause), options.DumpsPerCause, 1, 1_000)
        .Between(nameof(options.DumpsPerMinute), options.DumpsPerMinute, 1, 1_000)
        .Between(nameof(options.DumpHours), options.DumpHours, 1, 365 * 24)
        .ToResult();
}
