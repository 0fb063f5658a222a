namespace Gateway.Web.Workers;

/// <summary>Identity of this gateway installation: part of the pipe names, so that two gateways do not meet on one.</summary>
internal sealed class GatewayInstance
{
    private string? _instanceId;

    /// <summary>Set once at start, from the store.</summary>
    public string InstanceId
    {
        get => _instanceId ?? throw new InvalidOperationException("The instance id is read from the store at start, before any session.");
        set => _instanceId = value;
    }

    /// <summary>The same for a session after every restart of the gateway.</summary>
    public string PipeNameOf(string sessionId) => $"gateway-{InstanceId}-{sessionId}";
}
