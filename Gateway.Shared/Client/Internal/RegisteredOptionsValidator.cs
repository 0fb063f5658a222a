using Microsoft.Extensions.Options;

namespace Gateway.Client.Internal;

/// <summary>Lists all invalid options of a container's client.</summary>
internal sealed class RegisteredOptionsValidator : IValidateOptions<RegisteredOptions>
{
    public ValidateOptionsResult Validate(string? name, RegisteredOptions options)
    {
        if (options.Client is not { } client)
        {
            return ValidateOptionsResult.Fail("AddGatewayClient was given no options: the function returned null.");
        }

        var faults = OptionFaults.Of(client);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults.Select(fault => $"{nameof(GatewayClientOptions)}: {fault}"));
    }
}
