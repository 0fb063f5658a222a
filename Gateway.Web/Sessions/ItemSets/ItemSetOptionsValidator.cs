using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.ItemSets;

internal sealed class ItemSetOptionsValidator : IValidateOptions<ItemSetOptions>
{
    public ValidateOptionsResult Validate(string? name, ItemSetOptions options) => new OptionFaults(ItemSetOptions.Section)
        .Between(nameof(options.SetsPerSubject), options.SetsPerSubject, 1, 1_000)
        .Between(nameof(options.ItemsPerSet), options.ItemsPerSet, 1, 2_000, "a request must stay within the limit of its size")
        .ToResult();
}
