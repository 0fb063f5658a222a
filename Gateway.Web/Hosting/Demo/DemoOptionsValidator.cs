using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Hosting.Demo;

internal sealed class DemoOptionsValidator : IValidateOptions<DemoOptions>
{
    public ValidateOptionsResult Validate(string? name, DemoOptions options) => new OptionFaults(DemoOptions.Section)
        .Require(!options.Enabled || options.Objects.Count > 0, nameof(options.Objects), "is empty; name at least one object of the galaxy.")
        .ToResult();
}
