using Gateway.Errors;

namespace Gateway.Client.Internal;

/// <summary>
/// When the token is refused for good: by one address, and none of the others has taken it after that. So one gateway that is set up wrongly
/// ends nothing.
/// </summary>
/// <param name="addresses">How many addresses there are.</param>
internal sealed class RefusalCount(int addresses)
{
    private GatewayException? _refusal;
    private int _left;

    /// <summary>The refusal to report after this failed attempt; null when other addresses have still to be tried.</summary>
    public GatewayException? After(Exception error)
    {
        if (_refusal is null && error is GatewayException { Duty: ErrorDuty.GiveUp } refusal)
        {
            (_refusal, _left) = (refusal, addresses);
        }

        return _refusal is not null && --_left <= 0 ? _refusal : null;
    }
}
