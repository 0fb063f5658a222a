using Microsoft.Extensions.Options;

namespace Gateway.Web.Platform.Settings;

/// <summary>Collects every fault of an options object, so that one start reports everything that must be corrected.</summary>
internal sealed class OptionFaults(string section)
{
    private readonly List<string> _faults = [];

    public OptionFaults Between(string option, long value, long least, long most, string? why = null) =>
        Require(value >= least && value <= most, option, $"is {value}; it must be between {least} and {most}{(why is null ? "" : $" ({why})")}.");

    public OptionFaults Defined<T>(string option, T value)
        where T : struct, Enum =>
        Require(Enum.IsDefined(value), option, $"is {value}; it must be one of {string.Join(", ", Enum.GetNames<T>())}.");

    /// <param name="holds">True when the rule is kept.</param>
    /// <param name="option">The property that the rule concerns.</param>
    /// <param name="remedy">What the value is and must be, as the rest of a sentence that begins with the option's name.</param>
    public OptionFaults Require(bool holds, string option, string remedy)
    {
        if (!holds)
        {
            _faults.Add($"{section}:{option} {remedy}");
        }

        return this;
    }

    public ValidateOptionsResult ToResult() =>
        _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);
}
