using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Catalogue;

internal sealed class CatalogueOptionsValidator : IValidateOptions<CatalogueOptions>
{
    private const int MostObjects = 2_000;

    public ValidateOptionsResult Validate(string? name, CatalogueOptions options) => new OptionFaults(CatalogueOptions.Section)
        .Require(options.Objects.Count <= MostObjects, nameof(options.Objects), $"has {options.Objects.Count} objects; {MostObjects} are possible. A galaxy dump may have more.")
        .Require(options.Objects.All(ObjectName.IsValid), nameof(options.Objects), "must be names of objects, without blanks, brackets and wildcards.")
        .Require(
            string.IsNullOrEmpty(options.DumpPath) || File.Exists(options.DumpPath),
            nameof(options.DumpPath),
            "names a file that does not exist or cannot be read; correct it, or remove the setting.")
        .Between(nameof(options.MaxItems), options.MaxItems, 1, 1_000_000)
        .Between(nameof(options.RefreshSeconds), options.RefreshSeconds, 1, 86_400)
        .ToResult();
}
