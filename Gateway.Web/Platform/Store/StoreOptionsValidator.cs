using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Platform.Store;

internal sealed class StoreOptionsValidator : IValidateOptions<StoreOptions>
{
    private const int MaxBusyTimeoutSeconds = 60;

    public ValidateOptionsResult Validate(string? name, StoreOptions options)
    {
        var faults = new OptionFaults(StoreOptions.Section);
        faults.Require(IsFilePath(options.Path), nameof(options.Path), "must be the path of a file, for example .data/gateway.db.");
        faults.Require(
            options.BusyTimeoutSeconds is >= 1 and <= MaxBusyTimeoutSeconds,
            nameof(options.BusyTimeoutSeconds),
            $"must be from 1 to {MaxBusyTimeoutSeconds} seconds.");
        return faults.ToResult();
    }

    // SQLite treats ":memory:" and "file:" specially: the first would store nothing, the second would ignore settings, both without an
    // error.
    private static bool IsFilePath(string? path) =>
        !string.IsNullOrWhiteSpace(path)
        && !path.Contains('\0', StringComparison.Ordinal)
        && !path.StartsWith(':')
        && !path.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
        && System.IO.Path.GetFileName(path).Length > 0;
}
