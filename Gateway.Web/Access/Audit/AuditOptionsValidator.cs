using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Audit;

internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    public ValidateOptionsResult Validate(string? name, AuditOptions options) => new OptionFaults(AuditOptions.Section)
        .Between(nameof(options.RetentionDays), options.RetentionDays, 1, 36_500)
        .Between(nameof(options.RetentionRows), options.RetentionRows, 100, 100_000_000)
        .Between(nameof(options.SweepMinutes), options.SweepMinutes, 1, 1_440)
        .Between(nameof(options.QueueEntries), options.QueueEntries, 16, 1_000_000)
        .ToResult();
}
