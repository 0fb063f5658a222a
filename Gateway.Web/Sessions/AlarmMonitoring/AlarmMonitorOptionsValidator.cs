using Gateway.Errors;
using Gateway.Web.Access.Items;
using Gateway.Web.Platform.Settings;
using Gateway.Web.Sessions.Lifetime;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.AlarmMonitoring;

internal sealed class AlarmMonitorOptionsValidator : IValidateOptions<AlarmMonitorOptions>
{
    public ValidateOptionsResult Validate(string? name, AlarmMonitorOptions options) => new OptionFaults(AlarmMonitorOptions.Section)
        .Require(
            !options.Enabled || options.Objects.Count + options.Roots.Count > 0,
            nameof(options.Objects),
            $"is empty, and so is {nameof(options.Roots)}; name at least one object or alarm, or set {nameof(options.Enabled)} to false.")
        .Require(options.Objects.All(IsReference), nameof(options.Objects), "must be names of objects, without blanks and wildcards.")
        .Require(options.Roots.All(IsReference), nameof(options.Roots), "must be references of alarms, without blanks and wildcards.")
        .Require(
            options.Roots.Count <= options.MaxRoots, nameof(options.Roots), $"has {options.Roots.Count} alarms, but {nameof(options.MaxRoots)} is {options.MaxRoots}.")
        .Require(options.Include.All(ItemGlob.IsValid), nameof(options.Include), "must be globs of references.")
        .Require(options.Exclude.All(ItemGlob.IsValid), nameof(options.Exclude), "must be globs of references.")
        .Require(IsTag(options.SessionTag), nameof(options.SessionTag), "must be a session tag: letters, digits or any of -_.: .")
        .Between(nameof(options.MaxRoots), options.MaxRoots, 1, 5_000, "each alarm takes up to eight items of one session")
        .Between(nameof(options.ReconcileSeconds), options.ReconcileSeconds, 1, 3_600)
        .Between(nameof(options.ReconcileNormal), options.ReconcileNormal, 0, 5_000)
        .Between(nameof(options.FirstValueSeconds), options.FirstValueSeconds, 1, 600)
        .Between(nameof(options.PartialPercent), options.PartialPercent, 1, 100)
        .Between(nameof(options.AcknowledgeSeconds), options.AcknowledgeSeconds, 1, 300)
        .Between(nameof(options.UserId), options.UserId, 0, int.MaxValue)
        .Require(
            string.IsNullOrEmpty(options.User) == string.IsNullOrEmpty(options.Password),
            nameof(options.User),
            $"and {nameof(options.Password)} belong together; set both, or none of them to write without a user.")
        .Require(string.IsNullOrEmpty(options.User) || options.UserId == 0, nameof(options.UserId), $"must be 0 when {nameof(options.User)} is set, which is logged in.")
        .Between(nameof(options.ReopenMs), options.ReopenMs, 10, 60_000)
        .Between(nameof(options.MaxReopenMs), options.MaxReopenMs, options.ReopenMs, 600_000, $"at least {nameof(options.ReopenMs)}")
        .ToResult();

    private static bool IsReference(string? text) =>
        text is { Length: > 0 and <= ItemGlob.MaxLength } && !text.Any(character => char.IsWhiteSpace(character) || character is '*' or '?');

    private static bool IsTag(string? tag)
    {
        try
        {
            OpenSessionValidator.CheckTag(tag);
            return true;
        }
        catch (GatewayException)
        {
            return false;
        }
    }
}
