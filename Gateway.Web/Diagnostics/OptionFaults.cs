using Microsoft.Extensions.Options;

namespace Gateway.Web.Diagnostics;

/// <summary>Collects every fault of an options object, so that one start tells all that must be corrected.</summary>
internal sealed class OptionFaults(string section)
{
    private readonly List<string> _faults = [];

    /// <param name="holds">The rule.</param>
    /// <param name="option">Property the rule is about.</param>
    /// <param name="remedy">What the value must be.</param>
    public void Require(bool holds, string option, string remedy)
    {
        if (!holds)
        {
            _faults.Add($"{section}:{option} {remedy}");
        }
    }

    public ValidateOptionsResult ToResult() =>
        _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);
}
