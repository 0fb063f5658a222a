namespace Gateway.Protocol;

/// <summary>Worker to gateway: the worker cannot continue and exits.</summary>
public sealed record FaultFrame
{
    public required string Code { get; init; }

    public required string Message { get; init; }
}
