namespace Gateway.Web.Sessions.Workers;

/// <summary>Names of the workers' pipes. The instance id is in them, so that two gateways do not meet on one.</summary>
/// <param name="instanceId">Known once the store is prepared, which is before any session.</param>
internal sealed class PipeNames(Func<string> instanceId)
{
    /// <summary>The same for a session after every restart of the gateway.</summary>
    public string Of(string sessionId) => $"gateway-{instanceId()}-{sessionId}";
}
