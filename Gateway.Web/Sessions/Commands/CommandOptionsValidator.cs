using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Commands;

internal sealed class CommandOptionsValidator : IValidateOptions<CommandOptions>
{
    public ValidateOptionsResult Validate(string? name, CommandOptions options) => new OptionFaults(CommandOptions.Section)
        .Between(nameof(options.MaxTimeoutMs), options.MaxTimeoutMs, 100, 3_600_000)
        .Between(nameof(options.DefaultTimeoutMs), options.DefaultTimeoutMs, 100, options.MaxTimeoutMs, $"at most {nameof(options.MaxTimeoutMs)}")
        .Between(nameof(options.MaxPendingPerSession), options.MaxPendingPerSession, 1, 4_000, "the worker holds at most 4096 unread replies")
        .ToResult();
}
