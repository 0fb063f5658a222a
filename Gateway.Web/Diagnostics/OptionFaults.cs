using Microsoft.Extensions.Options;

namespace Gateway.Web.Diagnostics;

/// <summary>Collects every fault of one options object, each with the setting's full name and what would be right.</summary>
internal sealed class OptionFaults(string section)
{
    private readonly List<string> _faults = [];

    public ValidateOptionsResult Result => _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);

    public OptionFaults Between(string setting, long value, long least, long most, string? why = null) =>
        Require(value >= least && value <= most, setting, $"is {value}; it must be between {least} and {most}{(why is null ? "" : $" ({why})")}.");

    public OptionFaults Defined<T>(string setting, T value)
        where T : struct, Enum =>
        Require(Enum.IsDefined(value), setting, $"is {value}; it must be one of {string.Join(", ", Enum.GetNames<T>())}.");

    public OptionFaults NotEmpty(string setting, string? value) =>
        Require(!string.IsNullOrWhiteSpace(value), setting, "is empty; it must have a value.");

    /// <param name="holds">Whether the setting is right.</param>
    /// <param name="setting">Name within the section.</param>
    /// <param name="otherwise">What is wrong and what would be right, as the rest of a sentence.</param>
    public OptionFaults Require(bool holds, string setting, string otherwise)
    {
        if (!holds)
        {
            _faults.Add($"{section}:{setting} {otherwise}");
        }

        return this;
    }
}
